export const desk = {
  title: "调解工作台",
};
