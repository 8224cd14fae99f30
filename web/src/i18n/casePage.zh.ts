export const page = {
  title: "案件",
};
