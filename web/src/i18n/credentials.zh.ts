/** Identity documents and agents' papers, which only the mediators see. */
export const credentials = {
  title: "证件和授权材料",
  titleOne: "身份证件",
  who: "只有调解员和您能看到，对方看不到。调解结束后按期删除。",
  done: "已交给调解员",
  look: (paper: string) => `放大看：${paper}`,
  at: (time: string, pages: number) => (pages > 1 ? `${time}，${pages}页` : time),
  page: (page: number, pages: number) => `第${page}页，共${pages}页`,
  cameraName: (paper: string) => `拍照上传：${paper}`,
  fileName: (paper: string) => `上传文件：${paper}`,
  compare: "与本人一致",
  compareName: (name: string) => `与本人一致：${name}`,
  compared: "已与本人比对",
  uploaded: "本人上传的证件",
  lacking: (papers: string) => `还缺：${papers}`,
  handIn: "代为上传",
};
