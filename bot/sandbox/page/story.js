// The story and the plug's little scene: what is said in the caption, and what is tapped.
// `{name}` is whoever is on the resident's phone.
// A button is found by any of these labels, in any language the bot may be speaking.

import { language } from "./words.js";

export const LABELS = {
  language: language === "zh" ? ["中文", "简体中文", "Chinese"] : ["English", "英语"],
  dispute: ["和人闹矛盾", "闹矛盾", "矛盾", "Trouble with someone", "Trouble", "dispute"],
  agree: ["同意并继续", "同意", "Agree and continue", "Agree"],
  clutter: ["楼道杂物", "杂物", "Clutter"],
  community: ["二社区", "Community 2"],
  face: ["当面谈", "Face to face"],
  send: ["提交", "发送", "Send", "Submit"],
  claim: ["我来办", "接手", "Claim", "Take it"],
  details: ["查看详情", "详情", "再看", "Open the details", "Details"],
  touch: ["已联系", "Already in touch", "In touch", "Contacted"],
  resolve: ["谈好了", "办好了", "谈妥", "They agreed", "Settled", "Resolve", "Done"],
  solved: ["解决了", "Solved", "已解决", "修好了"],
};

const SPOT = { en: "Building 3, entrance 2", zh: "3号楼2单元" }[language];
const VOICE_SECONDS = 25;

const OPENING = [
  {
    at: "resident",
    en: "A neighbour's scrap fills the stairwell, and there was a quarrel. {name} opens a chat with the desk and taps Start.",
    zh: "邻居的废品堆满楼道，两家吵了起来。{name}打开服务台的聊天，点“开始”。",
    deed: ["start"],
  },
  {
    at: "resident",
    en: "First the language, asked once. It stays with the person and never goes on the matter.",
    zh: "先选语言，只问一次。语言只跟着本人，不写进事项里。",
    deed: ["tap", LABELS.language],
  },
  {
    at: "resident",
    en: "Emergency numbers come first. This is a quarrel: “Trouble with someone”.",
    zh: "紧急电话排在最前。这一件是“和人闹矛盾”。",
    deed: ["tap", LABELS.dispute],
  },
  {
    at: "resident",
    en: "Before a word is written: who will read it, and that it can be taken back. {name} agrees.",
    zh: "动笔之前先说清：谁会看到、随时可以撤回。{name}同意了。",
    deed: ["tap", LABELS.agree],
  },
  {
    at: "resident",
    en: "One question a screen, a few large buttons. It is about clutter.",
    zh: "一屏只问一件事，几个大按钮。是楼道杂物。",
    deed: ["tap", LABELS.clutter],
  },
];

export const STORY = [
  ...OPENING,
  {
    at: "resident",
    en: "The community decides which office sees it.",
    zh: "选了社区，就知道归哪个警务室。",
    deed: ["tap", LABELS.community],
  },
  {
    at: "resident",
    en: "Which building? {name} types it. The officers' group will not see this.",
    zh: "几号楼？{name}打字回答。工作群里看不到这一句。",
    deed: ["type", SPOT],
  },
  {
    at: "resident",
    en: "What happened? Speaking is easier than writing: a voice message will do.",
    zh: "发生了什么？不想打字，说一段语音就行。",
    deed: ["speak", VOICE_SECONDS],
  },
  {
    at: "resident",
    en: "Willing to talk with the neighbour? Yes, face to face. It is always the resident's choice.",
    zh: "愿意和对方谈吗？愿意，当面谈。谈不谈由居民自己定。",
    deed: ["tap", LABELS.face],
  },
  {
    at: "resident",
    en: "{name} looks it over and sends. Only now do the officers get anything.",
    zh: "看一遍，提交。到这一步，警官那边才收到。",
    deed: ["tap", LABELS.send],
  },
  {
    at: "group",
    en: "The card in the officers' group: number, community, topic. No name, no house, no voice.",
    zh: "工作群里的卡片：编号、社区、事由。没有姓名、门牌和语音。",
    deed: ["expect", LABELS.claim],
  },
  {
    at: "group",
    en: "Every officer on duty taps Claim in the same moment. One gets it; the others are told who.",
    zh: "值班的警官在同一刻都点了“我来办”。只有一位接到，其他人都被告知是谁。",
    deed: ["race", LABELS.claim],
  },
  {
    at: "officer",
    en: "What {name} said opens only here, in the private chat of the one who claimed. It cannot be forwarded.",
    zh: "{name}说的话只在接手人的私聊里打开，不能转发。",
    deed: ["tap", LABELS.details],
  },
  {
    at: "officer",
    en: "The officer gets in touch with both sides. First contact is on record.",
    zh: "警官联系双方，第一次联系记录在案。",
    deed: ["tapIfShown", LABELS.touch],
  },
  {
    at: "officer",
    en: "They have talked, and agreed. The officer marks how it ended.",
    zh: "双方谈过，也谈成了。警官记下结果。",
    deed: ["tap", LABELS.resolve],
  },
  {
    at: "resident",
    en: "Days go by. The clock moves to each thing that is due, until the desk asks {name} again.",
    zh: "过了几天。时钟走到每一件到期的事，直到服务台回来问{name}。",
    deed: ["wait", LABELS.solved],
  },
  {
    at: "resident",
    en: "Is it solved? {name} has the last word: “Solved”.",
    zh: "解决了吗？最后由{name}说了算：“解决了”。",
    deed: ["tap", LABELS.solved],
  },
  {
    at: "resident",
    en: "That was one matter from the first tap to the last. Now it is yours: tap, write, claim, move the clock.",
    zh: "这就是一件事从头到尾。现在轮到您：点按、打字、接手、拨快时钟。",
    deed: ["end"],
  },
];

export const PLUG_SCENE = [
  ...OPENING,
  {
    at: "resident",
    en: "Now the bot is killed with kill -9. While it is dead {name} taps on, knowing nothing of it.",
    zh: "现在用 kill -9 杀掉机器人。它停着的时候，{name}什么也不知道，继续点。",
    deed: ["plug", LABELS.community],
  },
  {
    at: "resident",
    en: "It is back, and works off what waited. The tap has to be answered now.",
    zh: "它回来了，把等着的事补办完。刚才那一下点按，现在该有回应。",
    deed: ["answered"],
  },
  {
    at: "resident",
    en: "Answered. The form goes on where it was, and nothing has to be said twice.",
    zh: "有回应了。表从原处接着填，什么也不用再说一遍。",
    deed: ["end"],
  },
];
