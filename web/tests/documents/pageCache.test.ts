import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { Problem } from "@/contract/http";
import { PageCache } from "@/documents/PageCache";
import { Refusal, Unreachable } from "@/http/api";

const at = (page: number) => PageCache.key("d", page);
const no = new Refusal({ status: 404, code: "document.unknown", title: "", detail: "" } as Problem);

describe("page pictures of this tab", () => {
  const given: string[] = [];
  const { createObjectURL, revokeObjectURL } = URL;
  beforeEach(() => {
    given.length = 0;
    let made = 0;
    URL.createObjectURL = () => `blob:${++made}`;
    URL.revokeObjectURL = (url) => given.push(url);
  });
  afterEach(() => Object.assign(URL, { createObjectURL, revokeObjectURL }));

  function cache(...ends: (Error | null)[]): { pages: PageCache; loads: number[] } {
    const loads: number[] = [];
    const load = (_: string, page: number) => {
      loads.push(page);
      const end = ends.shift() ?? null;
      return end ? Promise.reject(end) : Promise.resolve(new Blob());
    };
    return { pages: new PageCache(load, () => Promise.resolve()), loads };
  }

  it("are fetched once, and the oldest is given back", async () => {
    const { pages, loads } = cache();
    for (let page = 1; page <= 8; page += 1) await pages.want("d", page);
    await pages.want("d", 1);
    await pages.want("d", 9);
    expect(loads).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([...pages.urls.value.keys()]).toEqual([3, 4, 5, 6, 7, 8, 1, 9].map(at));
    expect(given).toEqual(["blob:2"]);
  });

  it("come over a line that breaks", async () => {
    const { pages, loads } = cache(new Unreachable("x"), new Unreachable("x"));
    await pages.want("d", 1);
    expect(loads).toEqual([1, 1, 1]);
    expect(pages.urls.value.has(at(1))).toBe(true);
  });

  it("are said to have failed, and can be asked for again", async () => {
    const { pages } = cache(...Array.from({ length: 4 }, () => new Unreachable("x")));
    await pages.want("d", 1);
    expect(pages.failed.value.has(at(1))).toBe(true);
    await pages.want("d", 1);
    expect(pages.failed.value.size).toBe(0);
    expect(pages.urls.value.has(at(1))).toBe(true);
  });

  it("that are refused are not asked for again and again", async () => {
    const { pages, loads } = cache(no);
    await pages.want("d", 1);
    expect(loads).toEqual([1]);
    expect(pages.failed.value.has(at(1))).toBe(true);
  });

  it("are all given back at the end", async () => {
    const { pages } = cache();
    await pages.want("d", 1);
    pages.close();
    expect(given).toEqual(["blob:1"]);
  });
});
