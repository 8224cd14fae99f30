/** One door to `/api/v1`: JSON in, JSON out, every failure as one of two errors with a sentence for people. */
import type { Problem } from "@/contract/http";

/** Who asks. Tokens travel in the header only, never in an address. */
export type Credential = { bearer: string } | { invite: string } | null;

/** The server said no, and says why. */
export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code);
  }

  get code(): string {
    return this.problem.code;
  }

  get sentence(): { zh: string; en: string } {
    return { zh: this.problem.detail, en: this.problem.title };
  }
}

/** No answer came, or none that could be read. */
export class Unreachable extends Error {}

export type Method = "GET" | "POST" | "DELETE";

/** Sends and reads one exchange; raises Refusal or Unreachable. An empty answer is `undefined`. */
export async function exchange<T>(method: Method, path: string, credential: Credential, body?: unknown): Promise<T> {
  const headers = new Headers({ Accept: "application/json" });
  if (body !== undefined) headers.set("Content-Type", "application/json");
  const init: RequestInit = { method };
  if (body !== undefined) init.body = JSON.stringify(body);
  const response = await reached(path, credential, headers, init);
  const answer: unknown = await parsed(response);
  if (response.ok) return answer as T;
  throw refusal(answer, response.status);
}

/** The bytes of a file or a page picture; raises Refusal or Unreachable. */
export async function fetched(path: string, credential: Credential): Promise<Blob> {
  const response = await reached(path, credential, new Headers(), { method: "GET" });
  if (!response.ok) throw refusal(await parsed(response), response.status);
  try {
    return await response.blob();
  } catch (cause) {
    // The line broke in the middle of the body.
    throw new Unreachable(String(cause));
  }
}

async function reached(path: string, credential: Credential, headers: Headers, init: RequestInit): Promise<Response> {
  if (credential) headers.set("Authorization", authorization(credential));
  try {
    return await fetch(`/api/v1${path}`, { ...init, headers, cache: "no-store", credentials: "omit" });
  } catch (cause) {
    throw new Unreachable(String(cause));
  }
}

function refusal(answer: unknown, status: number): Refusal | Unreachable {
  return isProblem(answer) ? new Refusal(answer) : new Unreachable(`HTTP ${status}`);
}

function authorization(credential: NonNullable<Credential>): string {
  return "bearer" in credential ? `Bearer ${credential.bearer}` : `Invite ${credential.invite}`;
}

async function parsed(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Unreachable(`HTTP ${response.status}`);
  }
}

function isProblem(answer: unknown): answer is Problem {
  return typeof answer === "object" && answer !== null && "code" in answer && "detail" in answer;
}
