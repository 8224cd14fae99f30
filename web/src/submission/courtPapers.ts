/** A party's own papers, each with whether the court gets it: read once, then as each answer says. */
import { ref, shallowRef, type Ref, type ShallowRef } from "vue";

import type { OwnCourtPaper, OwnCourtPapers } from "@/contract/http";
import { failureOf } from "@/http/failure";
import { seat as routes } from "@/http/routes";
import { tabSeat } from "@/session/tokens";
import { toast } from "@/ui/toasts";

export interface CourtPapers {
  /** Null while nothing is known, and where there is no case behind the link. */
  own: ShallowRef<OwnCourtPapers | null>;
  busy: Ref<boolean>;
  look: () => Promise<void>;
  choose: (paper: OwnCourtPaper, given: boolean) => Promise<void>;
  bring: (file: File) => Promise<void>;
}

export function useCourtPapers(changed: () => void = () => undefined): CourtPapers {
  const own = shallowRef<OwnCourtPapers | null>(null);
  const busy = ref(false);
  const token = () => tabSeat.get()?.token ?? "";

  async function look(): Promise<void> {
    try {
      own.value = await routes.courtPapers(token());
    } catch {
      // No case behind this link: the page does without.
    }
  }

  async function take(asked: Promise<OwnCourtPapers>): Promise<void> {
    busy.value = true;
    try {
      own.value = await asked;
      changed();
    } catch (error) {
      toast(failureOf(error).text, "bad");
    } finally {
      busy.value = false;
    }
  }

  return {
    own,
    busy,
    look,
    choose: (paper, given) => take(routes.chooseCourtPaper(token(), paper.id, { given })),
    bring: (file) => take(routes.bringCourtPaper(token(), file)),
  };
}

/** The own paper that this document of the room is, where it can be given to the court. */
export function paperOf(own: OwnCourtPapers | null, document: string): OwnCourtPaper | null {
  return own?.papers.find((paper) => paper.document === document) ?? null;
}

/** Whether its owner can still say that it does not go; of what lies on the table alone nothing goes by itself. */
export function keepable(paper: OwnCourtPaper): boolean {
  return (paper.fate === "record" || paper.fate === "mediation") && paper.id !== paper.document;
}
