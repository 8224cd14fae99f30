import { describe, expect, it } from "vitest";

import type { DocumentAdded, Problem } from "@/contract/http";
import { LARGEST_BYTES, shortened, Uploads } from "@/documents/uploads";
import { Refusal, Unreachable } from "@/http/api";

const file = (name: string, size = 3) => ({ name, size }) as File;
const refused = (status: number) => new Refusal({ type: "", status, code: "c", title: "No.", detail: "不行。", field: null, data: {} } as Problem);
const added = {} as DocumentAdded;

/** Uploads whose every try ends as the list says; what came through is kept. */
function uploads(...ends: (Error | null)[]): { all: Uploads; arrived: string[]; tried: string[]; idle: () => Promise<void> } {
  const arrived: string[] = [];
  const tried: string[] = [];
  const send = (_: string, __: File, name: string): Promise<DocumentAdded> => {
    tried.push(name);
    const end = ends.shift() ?? null;
    return end ? Promise.reject(end) : Promise.resolve(added);
  };
  const all = new Uploads("token", (name) => arrived.push(name), send, () => Promise.resolve());
  const idle = async () => {
    for (let turn = 0; turn < 60; turn += 1) await Promise.resolve();
  };
  return { all, arrived, tried, idle };
}

describe("files on their way", () => {
  it("go one after the other and leave the list", async () => {
    const { all, arrived, idle } = uploads();
    all.put([file("一.pdf"), file("二.png")], "joint");
    await idle();
    expect(arrived).toEqual(["一.pdf", "二.png"]);
    expect(all.list.value).toEqual([]);
  });

  it("are tried again over a line that breaks", async () => {
    const { all, arrived, tried, idle } = uploads(new Unreachable("x"), new Unreachable("x"));
    all.put([file("一.pdf")], "joint");
    await idle();
    expect(tried).toHaveLength(3);
    expect(arrived).toEqual(["一.pdf"]);
  });

  it("wait for a hand when the line stays away, and then come through", async () => {
    const { all, arrived, idle } = uploads(...Array.from({ length: 4 }, () => new Unreachable("x")));
    all.put([file("一.pdf")], "joint");
    await idle();
    expect(all.list.value.map((each) => each.state)).toEqual(["failed"]);
    all.retry(all.list.value[0]?.id ?? 0);
    await idle();
    expect(arrived).toEqual(["一.pdf"]);
  });

  it("come to rest with the server's sentence when it refuses", async () => {
    const { all, tried, idle } = uploads(refused(415));
    all.put([file("a.exe"), file("b.pdf")], "joint");
    await idle();
    expect(all.list.value.map(({ name, state, reason }) => [name, state, reason])).toEqual([["a.exe", "refused", "不行。"]]);
    expect(tried).toEqual(["a.exe", "b.pdf"]);
    all.forget(all.list.value[0]?.id ?? 0);
    expect(all.list.value).toEqual([]);
  });

  it("are tried again when the server has too much at once", async () => {
    const { all, arrived, idle } = uploads(refused(503));
    all.put([file("一.pdf")], "joint");
    await idle();
    expect(arrived).toEqual(["一.pdf"]);
  });

  it("that are too large or empty are not sent at all", async () => {
    const { all, tried, idle } = uploads();
    all.put([file("大.pdf", LARGEST_BYTES + 1), file("空.pdf", 0)], "joint");
    await idle();
    expect(tried).toEqual([]);
    expect(all.list.value.every((each) => each.state === "refused" && each.reason !== "")).toBe(true);
  });
});

describe("a name", () => {
  it("stays as it is where the server takes it", () => {
    expect(shortened(" 工资条.pdf ")).toBe("工资条.pdf");
    expect(shortened("长".repeat(100))).toBe("长".repeat(100));
  });

  it("is shortened before its ending where it is too long", () => {
    const name = shortened(`${"长".repeat(150)}.pdf`);
    expect(Array.from(name)).toHaveLength(100);
    expect(name.endsWith("….pdf")).toBe(true);
    expect(Array.from(shortened("𫖯".repeat(101)))).toHaveLength(100);
  });
});
