import { createRouter, createWebHistory, type RouteRecordRaw } from "vue-router";

import { accountToken, inviteSecret, tabSeat } from "@/session/tokens";
import HomePage from "@/party/HomePage.vue";

const routes: RouteRecordRaw[] = [
  { path: "/", component: HomePage },
  { path: "/j/:invite", redirect: (to) => keepSecret(String(to.params.invite)) },
  { path: "/j", component: () => import("@/party/InvitationPage.vue") },
  { path: "/j/consents", component: () => import("@/party/ConsentsPage.vue") },
  { path: "/check", component: () => import("@/party/CheckPage.vue") },
  { path: "/room/:id", component: () => import("@/room/RoomPage.vue"), props: true },
  { path: "/case", component: () => import("@/cases/party/OwnCasePage.vue") },
  { path: "/application", component: () => import("@/application/OwnApplicationPage.vue") },
  { path: "/ink", component: () => import("@/agreement/InkPage.vue") },
  { path: "/papers", component: () => import("@/agreement/PapersPage.vue") },
  { path: "/verify", component: () => import("@/verify/VerifyPage.vue") },
  { path: "/login", component: () => import("@/desk/LoginPage.vue") },
  { path: "/account", component: () => import("@/desk/AccountPage.vue"), meta: { account: true } },
  { path: "/m", component: () => import("@/desk/TodayPage.vue"), meta: { account: true } },
  { path: "/m/new", component: () => import("@/desk/NewRoomPage.vue"), meta: { account: true } },
  { path: "/m/outbox", component: () => import("@/desk/OutboxPage.vue"), meta: { account: true } },
  { path: "/m/rooms/:id", component: () => import("@/desk/RoomPreparationPage.vue"), props: true, meta: { account: true } },
  { path: "/m/cases", component: () => import("@/cases/list/CaseListPage.vue"), meta: { account: true } },
  { path: "/m/cases/new", component: () => import("@/cases/intake/IntakePage.vue"), meta: { account: true } },
  { path: "/m/cases/:id", component: () => import("@/cases/page/CasePage.vue"), props: true, meta: { account: true } },
  { path: "/m/register", component: () => import("@/cases/settings/RegisterPage.vue"), meta: { account: true } },
  { path: "/m/settings", component: () => import("@/cases/settings/SettingsPage.vue"), meta: { account: true } },
  { path: "/c", component: () => import("@/court/CourtListPage.vue"), meta: { account: true } },
  { path: "/c/submissions/:id", component: () => import("@/court/SubmissionPage.vue"), props: true, meta: { account: true } },
  { path: "/c/:id", component: () => import("@/court/CourtDetailPage.vue"), props: true, meta: { account: true } },
  { path: "/:rest(.*)*", component: () => import("@/party/NotFoundPage.vue") },
];

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

/** The secret leaves the address before anything is shown or asked. */
function keepSecret(secret: string): string {
  if (secret !== inviteSecret.get()) tabSeat.clear();
  inviteSecret.set(secret);
  history.replaceState(history.state, "", "/j");
  return "/j";
}

router.beforeEach((to) => {
  if (to.meta.account === true && accountToken.get() === null) return { path: "/login", query: { then: to.fullPath } };
  return true;
});

