import { describe, expect, it } from "vitest";

import { linkTrouble } from "@/party/linkTrouble";
import { NEXT_PAGE } from "@/party/nextPage";
import { Refusal } from "@/http/api";
import { zh } from "@/i18n/zh";
import { router } from "@/router";

const refused = (code: string) => linkTrouble(new Refusal({ code, status: 403, type: "", title: "", detail: "", field: null } as unknown as Refusal["problem"]));

describe("a party's link", () => {
  it("leads to a page of its own, whatever is next", () => {
    const paths = Object.values(NEXT_PAGE).map((path) => router.resolve(path).matched[0]?.path);
    expect(paths).toEqual(["/j/consents", "/check", "/papers", "/case"]);
  });

  it("is no trouble when the session is over and the device is another one: the form says what to do", () => {
    expect([refused("papers.other_device"), refused("identity.first"), refused("seat.removed")]).toEqual([null, null, "removed"]);
  });

  it("says at the end that the case can still be read", () => {
    const { invitation, endings, link } = zh.party;
    for (const said of [invitation.over, endings.closed.text, link.closed.text]) expect(said).toContain("继续查看案件进展");
  });
});
