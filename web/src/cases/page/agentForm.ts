/** An agent as one is being typed, and the body it becomes. */
import type { AgentDraft } from "@/contract/http";

export interface AgentForm {
  name: string;
  type: string;
  firm: string;
  licence_no: string;
  relation: string;
  phone: string;
  id_no: string;
  /** "yes": special; "no": general; "": not said yet. */
  special: string;
  authority_text: string;
  items: readonly string[];
  /** Material by required paper; "" where there is none yet. */
  papers: Record<string, string>;
}

export function newAgent(): AgentForm {
  return { name: "", type: "", firm: "", licence_no: "", relation: "", phone: "", id_no: "", special: "", authority_text: "", items: [], papers: {} };
}

/** `wanted`: the papers that this type of agent must show; others that were chosen before do not count. */
export function agentDraft(form: AgentForm, wanted: readonly string[]): AgentDraft {
  const line = (text: string) => text.trim() || null;
  const special = form.special === "yes";
  return {
    name: form.name.trim(),
    type: form.type,
    firm: line(form.firm),
    licence_no: line(form.licence_no),
    relation: line(form.relation),
    phone: line(form.phone),
    id_no: line(form.id_no),
    authority: special ? "special" : "general",
    authority_text: line(form.authority_text),
    items: special ? form.items : [],
    papers: wanted.flatMap((code) => (form.papers[code] ? [{ code, material: form.papers[code] }] : [])),
  };
}

/** Fields without which the server need not be asked. */
export function agentGaps(form: AgentForm): ReadonlySet<string> {
  return new Set((["name", "type", "special"] as const).filter((field) => form[field].trim() === ""));
}
