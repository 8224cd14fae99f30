import type { Catalogue } from "./zh";

export const credentials: Catalogue["credentials"] = {
  title: "Identity document and authority",
  titleOne: "Identity document",
  who: "Only the mediators and you see them, never the other side. They are deleted on schedule after the session.",
  done: "Handed to the mediator",
  look: (paper) => `Enlarge: ${paper}`,
  at: (time, pages) => (pages > 1 ? `${time}, ${pages} pages` : time),
  page: (page, pages) => `Page ${page} of ${pages}`,
  cameraName: (paper) => `Take a photo: ${paper}`,
  fileName: (paper) => `Upload a file: ${paper}`,
  compare: "Matches the person",
  compareName: (name) => `Matches the person: ${name}`,
  compared: "compared with the live face",
  uploaded: "Uploaded identity document",
  lacking: (papers) => `Still missing: ${papers}`,
  handIn: "Upload for them",
};
