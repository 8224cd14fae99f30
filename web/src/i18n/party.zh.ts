export const party = {
  title: "调解邀请",
};
