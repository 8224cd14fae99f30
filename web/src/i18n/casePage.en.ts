export const page = {
  title: "Case",
};
