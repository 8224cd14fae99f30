import { describe, expect, it } from "vitest";

import { readDays } from "@/cases/settings/calendarText";

describe("days off as they are pasted", () => {
  it("are read from dates and ranges, each once and in order", () => {
    expect(readDays("2027-01-01、2027年2月5日至2027年2月7日\n2027/1/1; 2027-10-01 to 2027-10-02").days).toEqual([
      "2027-01-01",
      "2027-02-05",
      "2027-02-06",
      "2027-02-07",
      "2027-10-01",
      "2027-10-02",
    ]);
  });

  it("are refused by name where they are none", () => {
    expect(readDays("2027-02-30，国庆节，2027-02-07至2027-02-05，2027-01-01至2028-01-01").unread).toEqual([
      "2027-02-30",
      "国庆节",
      "2027-02-07至2027-02-05",
      "2027-01-01至2028-01-01",
    ]);
    expect(readDays(" \n ")).toEqual({ days: [], unread: [] });
  });
});
