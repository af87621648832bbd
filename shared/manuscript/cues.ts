/**
 * What words give away, as tables: how a reporter asks, addresses and thanks, how an answer opens, what stands beside
 * a name in a credit. Vietnamese and English in full; the bare labels of a few other languages, since a credit line
 * is often the only foreign thing in a manuscript. Words and weights only; nothing here decides.
 */
import type { CreditRole } from "../schema/interview.ts";

/** Whole words, any case. `\b` knows ASCII only, so word ends are spelled out. */
export const words = (alternatives: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives})(?![\\p{L}\\p{N}])`, "iu");
const opening = (alternatives: string): RegExp => new RegExp(`^["“«'‘(]*(?:${alternatives})(?![\\p{L}\\p{N}])`, "iu");

/** How Vietnamese speaks to and of people; the word before a name. */
export const HONORIFIC_VI =
  "ông|bà|anh|chị|cô|chú|bác|cậu|em|thầy|cụ|đồng chí|đ\\/c|ngài|nhà văn|nhà thơ|nhà báo|nhà giáo|nhà sử học|nhà nghiên cứu|nhà thiết kế|nghệ sĩ|nghệ nhân|nhạc sĩ|họa sĩ|hoạ sĩ|ca sĩ|diễn viên|đạo diễn|bác sĩ|luật sư|kỹ sư|kiến trúc sư|giáo sư|phó giáo sư|tiến sĩ|thạc sĩ|cử nhân|dịch giả|doanh nhân|thượng tọa|hòa thượng|linh mục|đại tướng|thượng tướng|trung tướng|thiếu tướng|đại tá|thượng tá|trung tá|thiếu tá|bí thư|chủ tịch|giám đốc|nsnd|nsưt|pgs|gs|ts|ths|bs|ls|kts|ck[i12]+";
export const HONORIFIC_EN =
  "mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|lady|lord|father|sister|brother|rev|captain|colonel|general|senator|president|chef|judge";
export const HONORIFIC = new RegExp(`^(?:${HONORIFIC_VI}|${HONORIFIC_EN})\\.?(?![\\p{L}\\p{N}])`, "iu");

/** Vietnamese surnames, nine people in ten. */
export const SURNAMES_VI =
  /^(?:nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|lí|đào|đinh|trịnh|trương|lâm|mai|tô|cao|hà|tạ|châu|quách|la|thái|lương|lưu|văn|tống|hứa|đoàn|kiều|chu|vương|từ|thạch|kim|sơn|danh|bạch|diệp|triệu|nông|lò|giàng|y|h')$/iu;

export type LanguageCues = {
  /** Phrases of asking. */
  readonly asks: RegExp;
  /** Speaking to the other person: "thưa ông". */
  readonly addresses: RegExp;
  readonly thanks: RegExp;
  /** How an answer opens. */
  readonly answers: RegExp;
  readonly firstPerson: RegExp;
  readonly secondPerson: RegExp;
  /** Words a standfirst uses of what follows. */
  readonly announces: RegExp;
  /** A sentence cannot stop after one of these: the line was broken there. */
  readonly dangles: RegExp;
  /** Where in the picture. */
  readonly inPicture: RegExp;
  /** A kicker's words. */
  readonly kickers: RegExp;
  readonly editorNotes: RegExp;
  readonly imprints: RegExp;
  readonly stageNotes: RegExp;
};

const PERSON_VI =
  "ông|bà|anh|chị|cô|chú|bác|cậu|em|thầy|cụ|đồng chí|đ\\/c|ngài|bạn|giáo sư|tiến sĩ|bác sĩ|nhà văn|nghệ sĩ|đạo diễn|họa sĩ|nhạc sĩ|ca sĩ|thượng tọa|hòa thượng|quý vị|nghệ nhân";

const VI: LanguageCues = {
  asks: words(
    `như thế nào|thế nào|ra sao|vì sao|tại sao|vì đâu|sao vậy|là gì|những gì|điều gì|gì không|bao nhiêu|bao giờ|bao lâu|khi nào|ở đâu|từ đâu|hay không|hay chưa|được không|phải không|đúng không|có phải|phải chăng|cho biết|xin (?:được )?hỏi|xin (?:${PERSON_VI})|chia sẻ (?:thêm|đôi|về|với)|nói (?:thêm|rõ|đôi)|đánh giá (?:gì|ra|như)|nghĩ (?:sao|gì|thế nào)|liệu|những .{3,60} nào|điều đó có`,
  ),
  addresses: words(
    `thưa (?:${PERSON_VI}|quý)|xin (?:${PERSON_VI})|(?:${PERSON_VI}) (?:có thể|có nhận|đánh giá|cho biết|nghĩ|muốn|mong|hãy|nhận định|nhận xét|suy nghĩ|cảm thấy|thấy|từng|đã từng|có từng|có hay|còn nhớ|bắt đầu|học|làm)`,
  ),
  thanks: new RegExp(
    `(?<![\\p{L}])(?:cảm|cám) ơn (?:${PERSON_VI}|sự|cuộc|những|buổi|các|hai|nhiều)|kính chúc|^["“(]*(?:xin |trân trọng |chân thành )*(?:cảm|cám) ơn[ !.]`,
    "iu",
  ),
  answers: opening(
    "vâng|dạ|đúng vậy|đúng thế|đúng là|trước hết|trước tiên|có thể nói|thật ra|thực ra|theo tôi|tôi nghĩ|tôi cho rằng|tôi|không|chưa|có chứ|có đấy|chúng tôi|ồ|à|ừ|thú thật|nói thật",
  ),
  firstPerson: words("tôi|chúng tôi|chúng ta|mình|tui|bọn tôi|bọn mình|nhà tôi|em nghĩ|con nghĩ"),
  secondPerson: words(`(?:${PERSON_VI})`),
  announces: words(
    "phỏng vấn|trao đổi|trò chuyện|cuộc trò|gặp gỡ|gặp|dưới đây|sau đây|xin giới thiệu|trân trọng giới thiệu|chia sẻ|phóng viên|tạp chí|nhân dịp|bạn đọc|lắng nghe|câu chuyện",
  ),
  dangles: new RegExp(
    "(?:^|[^\\p{L}])(?:của|và|các|những|là|với|trong|cho|để|từ|tại|về|được|bị|theo|trên|dưới|như|do|bởi|vì|một|đã|sẽ|đang|không|nhiều|mọi|mỗi|ở|khi|mà|hay|hoặc|nhằm|đến|tới|vào|ra|này|rất|cũng|còn|thì|bằng|qua|giữa|ngoài|nếu|tuy|dù|cùng|lại|vẫn|phải|cần|muốn|nên|sự|việc|cuộc|người|đồng chí|ông|bà)$",
    "iu",
  ),
  inPicture: words(
    "từ trái|từ phải|bên trái|bên phải|bìa trái|bìa phải|ở giữa|thứ (?:hai|ba|tư|\\d+)|trong ảnh|hàng (?:đầu|sau)|ngoài cùng",
  ),
  kickers: words("phỏng vấn|trò chuyện|đối thoại|gặp gỡ|hỏi đáp|hỏi và đáp|câu chuyện|chuyên đề|chân dung|nhân vật"),
  editorNotes:
    /^[[(*]*\s*(?:lời (?:tòa|toà) soạn|lts|bbt|ban biên tập|ghi chú|chú thích|nd|người dịch chú|cuộc (?:phỏng vấn|trò chuyện) (?:này )?(?:đã )?được (?:biên tập|rút gọn|lược))(?![\p{L}])/iu,
  imprints: words(
    "(?:do|nhà xuất bản|nxb) .{0,40}(?:ấn hành|phát hành|xuất bản)|nhà xuất bản|nxb|phát hành ngày|mời bạn đọc đón đọc|thông tin thêm|triển lãm (?:diễn ra|mở cửa)",
  ),
  stageNotes:
    /^(?:cười|cười lớn|cười to|cười vang|mỉm cười|ngập ngừng|trầm ngâm|im lặng|suy nghĩ|thở dài|khóc|nghẹn ngào|lắc đầu|gật đầu|ngắt lời|xúc động|vỗ tay|[\p{L} ]{0,30}cười[\p{L} ]{0,20})$/iu,
};

const EN: LanguageCues = {
  asks: new RegExp(
    "^[\"“'‘(]*(?:(?:so|and|but|well|then|ok|okay|now|also|finally|lastly|first|to begin|you say),? (?:[\\p{L}' ,]{0,40} )?)?(?:what|what's|why|how|when|where|where's|who|who's|which|whose|do|does|did|is|isn't|are|aren't|was|were|can|can't|could|would|will|won't|have|has|had|should|shall|may|might|in what|at what|to what|for whom|any)(?![\\p{L}])|(?<![\\p{L}])(?:tell (?:me|us)|talk (?:to me |us )?(?:about|through)|describe|explain|walk (?:me|us)|would you say|do you|did you|are you|were you|have you|can you|could you|what would|what do|how do|how did|why did|you mention(?:ed)?|you've|you once|isn't it|don't you|is that|is there|was there|was it|is it)(?![\\p{L}])",
    "iu",
  ),
  addresses: words("you|your|yours|yourself|you're|you've|you'd|you'll"),
  thanks: /(?<![\p{L}])(?:thank you|thanks|many thanks|grateful to you)(?![\p{L}])/iu,
  answers: opening(
    "yes|yeah|yep|no|nope|well|oh|of course|exactly|absolutely|not really|never|sure|certainly|definitely|honestly|i|i'm|i've|i'd|my|we|we're|it was|ha|hm+|ah|maybe|perhaps|that's|thank you",
  ),
  firstPerson: words("i|i'm|i've|i'd|i'll|me|my|mine|myself|we|we're|we've|our|us"),
  secondPerson: words("you|your|yours|you're|you've|you'd|you'll"),
  announces: words(
    "interview|interviewed|talks?|talked|spoke|speaks|spoken|met|meets|sat down|conversation|caught up|tells|explains|discusses|visited|asked|reflects|joins|joined",
  ),
  dangles: new RegExp(
    "(?:^|[^\\p{L}])(?:the|a|an|of|and|or|to|in|on|at|by|for|with|from|that|which|is|are|was|were|be|been|his|her|its|their|my|our|your|as|but|if|than|into|not|this|these|those|had|has|have|would|could|should|will|can|very|so|because|when|while|where|who|what|how|about|over|under|between|through|after|before|no|every|each|some|any|more|most|two|three)$",
    "iu",
  ),
  inPicture:
    /\((?:far )?(?:left|right|centre|center|above|below|top|bottom|(?:second|third) from (?:left|right))\)|(?<![\p{L}])(?:from (?:the )?left|from (?:the )?right|pictured|clockwise from|facing page|opposite page|this page|previous page)(?![\p{L}])/iu,
  kickers: words(
    "interview|interviews|in conversation|conversation|q&a|q and a|q & a|dialogue|profile|the big interview|five minutes with|meet|meets|face to face|ten questions|five questions",
  ),
  editorNotes:
    /^[[(*]*\s*(?:ed(?:itor)?s?'?[.:]|editor(?:'s|s'|ial)? note|ed\. note|note:|this (?:interview|conversation|transcript|text) (?:has been|was|is)|the (?:interview|conversation) (?:has been|was) (?:edited|condensed)|edited for (?:length|clarity)|interview(?:s)? (?:has|have) been|translator's note)/iu,
  imprints:
    /(?<![\p{L}])(?:(?:is|are|was|will be) (?:published|out now|available|on (?:show|display|view)|released|distributed)|out now from|for (?:more|further) information|runs (?:at|until)|opens (?:at|on) the|www\.|https?:)/iu,
  stageNotes:
    /^(?:laughs?|laughing|laughter|chuckles?|smiles?|smiling|grins?|pauses?|long pause|silence|sighs?|sighing|cries|weeps|shrugs?|nods?|both laugh|they laugh|inaudible|crosstalk|applause|interrupts?|[\p{L} ]{0,30}(?:laughs?|laughing|smiles?|pauses?|sighs?)[\p{L} ]{0,30})$/iu,
};

/** Words that make a line a kicker in either language: never part of a speaker's label. */
export const KICKER_WORDS: readonly RegExp[] = [VI.kickers, EN.kickers];

/** Languages without a table of their own are read with English rules of form and no words would mislead them. */
export const cuesFor = (lang: string): LanguageCues => (lang === "vi" ? VI : EN);

/** Labels before a turn that name a part, not a person. Keys are lower case without marks of punctuation. */
export const INTERVIEWER_LABELS: ReadonlySet<string> = new Set(
  "pv|p v|phóng viên|hỏi|h|câu hỏi|người phỏng vấn|người hỏi|btv|biên tập viên|mc|người dẫn|dẫn chương trình|tạp chí|tòa soạn|toà soạn|bbt|q|que|question|interviewer|int|reporter|journalist|host|moderator|editor|magazine|fr|frage|pregunta|p|question du lecteur|domanda|d|ask|asked".split(
    "|",
  ),
);
/** "D" (domanda, demande) and "P" (pregunta) only count beside a matching answer label; see `labels.ts`. */
export const INTERVIEWEE_LABELS: ReadonlySet<string> = new Set(
  "đáp|đ|trả lời|tl|t l|tl|người trả lời|khách mời|nhân vật|a|ans|answer|interviewee|guest|subject|respondent|r|réponse|respuesta|risposta|antwort".split(
    "|",
  ),
);
/** Single letters that are labels only when their partner is there too. */
export const LETTER_PARTNERS: Readonly<Record<string, readonly string[]>> = {
  q: ["a", "r"],
  a: ["q"],
  h: ["đ", "t", "tl"],
  đ: ["h"],
  p: ["r"],
  r: ["p", "d", "q"],
  d: ["r"],
  f: ["a"],
};

/** What opens a sentence with a colon and is nobody's name. */
export const NO_LABELS: ReadonlySet<string> = new Set(
  "no|yes|well|so|then|and|but|or|because|không|có|vâng|rồi|nên|vì|vậy|ví dụ|thí dụ|tóm lại|lưu ý|chú ý|ghi chú|chú thích|ảnh|hình|nguồn|nguồn ảnh|thực hiện|bài|bài và ảnh|bài, ảnh|dịch|người dịch|thứ nhất|thứ hai|thứ ba|thứ tư|một là|hai là|ba là|bốn là|một|hai|ba|nghĩa là|tức là|cụ thể|đặc biệt|kết quả|mục tiêu|nhiệm vụ|giải pháp|thời gian|địa điểm|trong ảnh|đó là|như sau|câu trả lời|lời tòa soạn|lts|nhớ|trước hết|cuối cùng|email|điện thoại|website|đt|tel|địa chỉ|note|notes|remember|example|for example|photo|photos|photograph|photographs|photography|picture|pictures|image|images|words|text|interview|illustration|illustrations|translation|source|sources|credit|credits|caption|first|second|third|finally|result|answer key|ps|p s|update|warning|tip|address|phone|web|foto|fotos|one|two|three|the result|the answer|the truth|the problem|the lesson|the point|the rule|my rule|my advice|listen|look|subject|date|time|place|pictured|above|below|left|right|title|headline|kicker|standfirst|byline|by|lời bình|chuyện là|vấn đề|câu hỏi đặt ra|sự thật|thực tế|lý do|nguyên nhân|bài học".split(
    "|",
  ),
);

/** `bracketed`: after a name only in brackets, since the bare word is a noun of its own ("THE LONG INTERVIEW"). */
export type CreditCue = { readonly words: string; readonly role: CreditRole; readonly bracketed?: true };
/** Before a name, followed by a colon or by "by". Longer phrases first. */
export const CREDIT_BEFORE: readonly CreditCue[] = [
  {
    words: "phỏng vấn và ảnh|phỏng vấn, ảnh|người phỏng vấn|phỏng vấn|người thực hiện|thực hiện phỏng vấn|thực hiện",
    role: "interview",
  },
  {
    words: "bài và ảnh|bài, ảnh|bài - ảnh|bài & ảnh|bài viết|nội dung|tác giả|bài|lời|ghi chép|người ghi|lược ghi|ghi",
    role: "words",
  },
  { words: "ảnh và minh họa|nhiếp ảnh|hình ảnh|nguồn ảnh|ảnh bìa|ảnh chụp|ảnh|hình", role: "photography" },
  { words: "người dịch|biên dịch|chuyển ngữ|dịch", role: "translation" },
  { words: "minh họa|minh hoạ|tranh|đồ họa|đồ hoạ", role: "illustration" },
  { words: "biên tập|hiệu đính", role: "editing" },
  { words: "trình bày|thiết kế|tổ chức sản xuất|sản xuất", role: "production" },
  { words: "nguồn|theo", role: "other" },
  {
    words:
      "interview and photographs?|interview and photos|interview and words|interviewed|interviewer|an interview|interview|questions|in conversation with the author|propos recueillis par|propos recueillis|entretien|entrevista|intervista|as told to",
    role: "interview",
  },
  {
    words:
      "words and pictures|words and photographs|words and photography|words & photography|story and photos|text and photos|words|text|story|written|report|reporting|author|texte|texto|testo",
    role: "words",
  },
  {
    words:
      "photographs|photography|photographed|photographer|photograph|photos|photo|portraits|portrait|pictures|picture|images|image|fotos|fotografie|foto|fotografía|photographie|photographies",
    role: "photography",
  },
  {
    words: "translation|translated from [\\p{L} ]+|translated|translator|traduction|übersetzung|traducción",
    role: "translation",
  },
  { words: "illustrations|illustration|illustrated|illustrator|drawings", role: "illustration" },
  { words: "editing|edited|editor", role: "editing" },
  { words: "production|produced|styling|styled|art direction|design|designed|layout", role: "production" },
  { words: "source|courtesy", role: "other" },
];
/** After a name, bare or in brackets. */
export const CREDIT_AFTER: readonly CreditCue[] = [
  { words: "thực hiện phỏng vấn|thực hiện|phỏng vấn|trò chuyện", role: "interview" },
  { words: "lược ghi|ghi|tổng hợp|viết", role: "words" },
  { words: "chụp ảnh|chụp", role: "photography" },
  { words: "biên dịch|chuyển ngữ|lược dịch|dịch", role: "translation" },
  { words: "minh họa|minh hoạ|vẽ", role: "illustration" },
  { words: "biên tập|hiệu đính", role: "editing" },
  { words: "interview|interviewer|interviewed", role: "interview", bracketed: true },
  { words: "words|text", role: "words", bracketed: true },
  { words: "photos|photographs|photography|pictures", role: "photography", bracketed: true },
  { words: "translation|translator", role: "translation", bracketed: true },
  { words: "illustrations|illustration", role: "illustration", bracketed: true },
];

/** Before a photographer's name. Wider than a byline's: a caption's last words. */
export const PHOTO_CREDIT =
  "ảnh minh họa|ảnh minh hoạ|minh họa|minh hoạ|tranh minh họa|tranh|illustrations?|illustrated|drawings?|artwork|ảnh tư liệu|ảnh chụp|nguồn ảnh|hình ảnh|ảnh|hình|nguồn|photo credit|photographs?|photography|photographer|photos?|pictures?|picture credit|images?|image credit|portraits?|foto|fotos|fotografie|photographie|illustrations?|illustrated|drawings?|artwork|graphics?|credit|courtesy of|courtesy";
/** Holders of a picture that are written small. */
export const PHOTO_HOLDERS =
  /^(?:tư liệu|t\.?l\.?|nhân vật cung cấp|nvcc|cung cấp|internet|sưu tầm|st|tác giả|handout|archive|the artist|the author|family archive|courtesy)/iu;
/** Opens a caption. */
export const CAPTION_LABEL =
  /^(?:(?:chú thích ảnh|chú thích|trong ảnh|ảnh trên|ảnh dưới|ảnh trái|ảnh phải|ảnh bìa|ảnh|hình|caption|photo|picture|image|figure|fig\.|pictured|above|below|left|right|opposite|top|bottom)(?:\s*\d{1,2})?)\s*[:.–—]\s+(?=\S)/iu;

/** Style and class names of author's programs, in the words that houses use. */
const STYLE_ROLES: readonly { readonly words: RegExp; readonly role: string }[] = [
  { words: words("kicker|eyebrow|overline|strapline|chuyên mục|tít phụ trên"), role: "kicker" },
  { words: words("standfirst|deck|subtitle|lede|lead|sapo|sapô|sa-pô|chapeau|untertitel|phụ đề"), role: "standfirst" },
  { words: words("headline|title|titre|titel|título|tiêu đề|tít|tựa|tựa đề"), role: "headline" },
  { words: words("byline|author|credits?|tác giả|bút danh|thực hiện"), role: "credit" },
  { words: words("question|questions|q|frage|pregunta|câu hỏi|hỏi|interviewer"), role: "question" },
  { words: words("answer|answers|a|antwort|respuesta|trả lời|câu trả lời|đáp|interviewee"), role: "answer" },
  { words: words("photo credit|picture credit|photographer"), role: "photo_credit" },
  { words: words("caption|legend|figcaption|chú thích|chú thích ảnh"), role: "caption" },
  { words: words("pull ?quote|intense quote|trích dẫn|callout"), role: "pull_quote" },
  { words: words("sidebar|box|infobox|hộp|fact ?box"), role: "sidebar" },
  { words: words("crosshead|subhead|subheading|tít xen"), role: "crosshead" },
  { words: words("intro|introduction|mở đầu"), role: "intro" },
  { words: words("editor'?s? note|note|lời tòa soạn|lời toà soạn"), role: "editor_note" },
  { words: /^(?:header|footer)$|page number|running head/i, role: "furniture" },
];
export function roleOfStyle(style: string): string | null {
  const name = style.replace(/[-_.]+/g, " ").replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2");
  for (const entry of STYLE_ROLES) if (entry.words.test(name)) return entry.role;
  return null;
}
