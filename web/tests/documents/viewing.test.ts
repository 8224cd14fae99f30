import { beforeEach, describe, expect, it } from "vitest";

import type { DocumentCard, RoomView, ShownPage } from "@/contract/socket";
import { Viewing } from "@/documents/Viewing";

const card = (id: string, pages = 3): DocumentCard => ({ id, name: `${id}.pdf`, by: "worker", pages, bytes: 1, at: "2026-11-22T08:00:00Z", sha256: "", zone: "Z2", channel: "joint" });
const shown = (page: number, by = "mediator", document = "a"): ShownPage => ({ document, page, by });
const view = (page: ShownPage | null): RoomView => ({ documents: [card("a"), card("b", 1)], shown: page }) as unknown as RoomView;

describe("what is open on this tab", () => {
  let viewing: Viewing;
  beforeEach(() => {
    viewing = new Viewing("worker");
    viewing.arrived(view(null));
  });

  it("is everybody's page as soon as something is shown, and turns with it", () => {
    viewing.arrived(view(shown(1)));
    expect(viewing.open.value).toEqual(shown(1));
    viewing.arrived(view(shown(2)));
    expect(viewing.open.value?.page).toBe(2);
    expect(viewing.leads.value).toBe(false);
  });

  it("goes away with the showing", () => {
    viewing.arrived(view(shown(1)));
    viewing.arrived(view(null));
    expect(viewing.open.value).toBeNull();
  });

  it("is one's own page after leafing, until one follows again", () => {
    viewing.arrived(view(shown(1)));
    viewing.look("a", 3);
    viewing.arrived(view(shown(2)));
    expect(viewing.open.value).toEqual({ document: "a", page: 3 });
    viewing.follow();
    expect(viewing.open.value).toEqual(shown(2));
  });

  it("stays closed while the same showing turns pages, and opens with the next", () => {
    viewing.arrived(view(shown(1)));
    viewing.close();
    viewing.arrived(view(shown(2)));
    expect(viewing.open.value).toBeNull();
    viewing.arrived(view(shown(1, "mediator", "b")));
    expect(viewing.open.value?.document).toBe("b");
  });

  it("stays with who showed it when the showing ends", () => {
    viewing.arrived(view(shown(2, "worker")));
    expect(viewing.leads.value).toBe(true);
    viewing.arrived(view(null));
    expect(viewing.open.value).toMatchObject({ document: "a", page: 2 });
  });

  it("comes back to one's own page when another's showing ends", () => {
    viewing.look("b", 1);
    viewing.arrived(view(shown(1)));
    expect(viewing.open.value?.document).toBe("a");
    viewing.arrived(view(null));
    expect(viewing.open.value?.document).toBe("b");
  });

  it("stays within the pages there are, and opens nothing that is not there", () => {
    viewing.look("a", 9);
    expect(viewing.open.value?.page).toBe(3);
    viewing.look("a", 0);
    expect(viewing.open.value?.page).toBe(1);
    viewing.look("gone", 1);
    expect(viewing.open.value?.document).toBe("a");
  });

  it("does not break in on somebody who is writing on a phone", () => {
    const writer = new Viewing("worker", () => true);
    writer.arrived(view(shown(1)));
    expect(writer.open.value).toBeNull();
    writer.follow();
    expect(writer.open.value).toEqual(shown(1));
  });

  it("turns everybody's page from the one asked for last, until that is shown or refused", () => {
    viewing.arrived(view(shown(1, "worker")));
    expect(viewing.turned(1)?.page).toBe(2);
    const third = viewing.turned(1);
    expect(third?.page).toBe(3);
    expect(viewing.turned(1)).toBeNull();
    viewing.arrived(view(shown(2, "worker")));
    expect(viewing.turned(-1)?.page).toBe(2);
    viewing.arrived(view(shown(3, "worker")));
    expect(viewing.turned(-1)?.page).toBe(1);
    viewing.arrived(view(shown(1, "worker")));
    const refused = viewing.turned(1);
    expect(refused?.page).toBe(2);
    if (refused) viewing.refused(refused);
    expect(viewing.turned(1)?.page).toBe(2);
  });

  it("counts anew where somebody else shows, or another document", () => {
    viewing.arrived(view(shown(1, "worker")));
    viewing.turned(1);
    viewing.arrived(view(shown(3, "mediator")));
    viewing.arrived(view(shown(1, "worker")));
    expect(viewing.turned(1)?.page).toBe(2);
  });

  it("is nothing when the document is no longer there", () => {
    viewing.look("a", 1);
    viewing.arrived({ documents: [], shown: null } as unknown as RoomView);
    expect(viewing.card.value).toBeNull();
  });
});
