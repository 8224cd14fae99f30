/** One file to the server, as it is. XMLHttpRequest, since fetch tells nothing of how far a body has come. */
import { Refusal, Unreachable } from "./api";
import type { Problem } from "@/contract/http";

/** Gives what the server answers; raises Refusal or Unreachable, as all exchanges do. `progress` from 0 to 1; 1: everything is there. `bearer` null: anybody may. */
export function sent<T>(path: string, bearer: string | null, file: File, progress: (part: number) => void, headers: Record<string, string> = {}): Promise<T> {
  return new Promise((came, broke) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1${path}`);
    if (bearer !== null) request.setRequestHeader("Authorization", `Bearer ${bearer}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? Math.min(loaded / total, 0.99) : 0);
    request.upload.onload = () => progress(1);
    request.onerror = () => broke(new Unreachable("upload"));
    request.onabort = request.onerror;
    request.onload = () => {
      const answer = read(request.responseText);
      if (request.status >= 200 && request.status < 300) came(answer as T);
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
