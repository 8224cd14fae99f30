/** Saves a file where the browser can: from memory, or by a link for one use where scripts cannot save (WeChat, Chrome on iPhone). */
import type { Ticket } from "@/contract/http";
import type { PaperFile } from "@/http/routes";
import { browserKind } from "@/media/browserKind";

const BY_LINK = new Set(["inApp", "iosOther"]);
const KEPT_MS = 60_000;

export function savesByLink(userAgent = navigator.userAgent): boolean {
  return BY_LINK.has(browserKind(userAgent));
}

/** Leaves to the browser what it does with the file: the answer says that it is one to keep. */
export function openTicket({ url }: Ticket): void {
  window.location.assign(url);
}

/** A file's name on the person's disk: in Chinese for whoever finds it among downloads later. `number`: of the case or the paper. */
export function paperName(file: PaperFile, number: string): string {
  const names = { "agreement.pdf": "调解协议书", "evidence.pdf": "签署证据页", "agreement.json": "协议数据" };
  return `${names[file]} ${number}${file.slice(file.lastIndexOf("."))}`;
}

export function saveBlob(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // Some browsers read the file after the click has long returned.
  window.setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
