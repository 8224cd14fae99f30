export const room = {
  title: "调解室",
};
