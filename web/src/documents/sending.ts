/** One file to the server, as it is. XMLHttpRequest, since fetch tells nothing of how far a body has come. */
import type { DocumentAdded, Problem } from "@/contract/http";
import { Refusal, Unreachable } from "@/http/api";

/** Raises Refusal or Unreachable, as all exchanges do. `progress` from 0 to 1; 1: everything is there. */
export function sendFile(bearer: string, file: File, name: string, progress: (part: number) => void): Promise<DocumentAdded> {
  return new Promise((came, broke) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/v1/session/documents");
    request.setRequestHeader("Authorization", `Bearer ${bearer}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-File-Name", encodeURIComponent(name));
    request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? Math.min(loaded / total, 0.99) : 0);
    request.upload.onload = () => progress(1);
    request.onerror = () => broke(new Unreachable("upload"));
    request.onabort = request.onerror;
    request.onload = () => {
      const answer = read(request.responseText);
      if (request.status === 201) came(answer as DocumentAdded);
      else broke(isProblem(answer) ? new Refusal(answer) : new Unreachable(`HTTP ${request.status}`));
    };
    request.send(file);
  });
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isProblem(answer: unknown): answer is Problem {
  return typeof answer === "object" && answer !== null && "code" in answer && "detail" in answer;
}
