/** The account this tab works with, and the way back when its login has ended. */
import { inject, ref, type InjectionKey, type Ref } from "vue";
import { useRoute, useRouter } from "vue-router";

import { forgetForm } from "./keptForm";
import { forgetCase } from "@/cases/intake/keptCase";
import type { Account, Login } from "@/contract/http";
import { Refusal } from "@/http/api";
import { account as routes } from "@/http/routes";
import { accountToken, tabSeat } from "@/session/tokens";

const UNAUTHENTICATED = 401;
const known = ref<Account | null>(null);
let lastUser: string | null = null;

export function useAccount(): Ref<Account | null> {
  return known;
}

/** Where an account of that role works. */
const HOMES = {
  mediator: "/m",
  admin: "/m/cases",
  seal_keeper: "/m/cases",
  clerk: "/c",
  judge: "/c",
  platform_admin: "/account",
} as const satisfies Record<Account["role"], string>;

export function homeOf(role: Account["role"]): (typeof HOMES)[Account["role"]] {
  return HOMES[role];
}

export function loggedIn(login: Login): void {
  // What one person typed is not for the next at the same screen.
  if (lastUser !== login.account.username) forgetTyped();
  accountToken.set(login.token);
  recognised(login.account);
}

/** The server's word on whose token this tab has. */
export function recognised(account: Account): void {
  lastUser = account.username;
  known.value = account;
}

/** Ends the login at the server first: a token that still works must not be forgotten. */
export async function logOut(): Promise<void> {
  const bearer = accountToken.get();
  try {
    if (bearer !== null) await routes.logout(bearer);
  } catch (error) {
    if (!ended(error)) throw error;
  }
  accountToken.clear();
  tabSeat.clear();
  forgetTyped();
  known.value = null;
}

function forgetTyped(): void {
  forgetForm();
  forgetCase();
}

export type Signed = <T>(request: (bearer: string) => Promise<T>) => Promise<T>;

/** Whoever asks in another way than by the account: in a room, who leads it asks by the seat. */
export const SIGNED: InjectionKey<Signed> = Symbol("signed");

/** Makes requests with this tab's account. One whose login has ended leads to the login page, and from there back here. */
export function useSigned(): Signed {
  return inject(SIGNED, useAccountSigned, true);
}

function useAccountSigned(): Signed {
  const router = useRouter();
  const route = useRoute();
  return async (request) => {
    try {
      return await request(accountToken.get() ?? "");
    } catch (error) {
      if (ended(error)) {
        accountToken.clear();
        known.value = null;
        await router.replace({ path: "/login", query: { then: route.fullPath, ended: "1" } });
      }
      throw error;
    }
  };
}

function ended(error: unknown): boolean {
  return error instanceof Refusal && error.problem.status === UNAUTHENTICATED;
}
