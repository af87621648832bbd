/**
 * Which strings can be a Vietnamese syllable, by the rules of the spelling: onset, rime, tone (Đoàn Thiện Thuật, "Ngữ
 * âm tiếng Việt", on the rime table). A string that breaks them and still carries letters of Vietnamese is misread
 * or two words run together. Also: tone marks placed in the old or the new way count as the same.
 */

const ONSETS = "ngh|ng|nh|gh|gi|g|ch|c|kh|k|ph|p|th|tr|t|b|d|đ|h|l|m|n|qu|r|s|v|x";
const RIMES = new Set(
  (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây " +
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu êng êc i ich im in inh ip it iu ia iêc iêm iên iêng iêp iêt iêu " +
    "y yt ych yn ynh yp ym yêm yên yêng yêt yêu ya " +
    "o oc oi om on ong op ot oong ooc oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăp oăt oe oen oeo oet oem oeng oanh " +
    "ô ôc ôi ôm ôn ông ôp ôt ôông ôôc ơ ơi ơm ơn ơp ơt ơng ơc u uc ui um un ung up ut ua uôc uôi uôm uôn uông uôt uân uâng uât uây uê uêch uênh uên uêt uêu uơ uơn uơi uơt " +
    "uy uya uych uynh uyn uyt uyu uyp uyên uyêt uyêm uăm uăn uăng uăp uăt uăc uac uach uai uam uan uang uanh uao uap uat uau uay ue uec uen ueo uet uit uin uinh uich uip uim uêng " +
    "ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu ưp ưi"
  ).split(" "),
);
const TONE = /[\u0300\u0301\u0303\u0309\u0323]/g;
const SYLLABLE = new RegExp(`^(${ONSETS})?(.+)$`, "u");

/** The tone of a syllable as its combining mark, "" for the level tone; null when it has two. */
function splitTone(syllable: string): { readonly base: string; readonly tone: string | null } {
  const parts = syllable.normalize("NFD");
  const tones = parts.match(TONE) ?? [];
  return { base: parts.replace(TONE, "").normalize("NFC"), tone: tones.length > 1 ? null : (tones[0] ?? "") };
}

/** `syllable` in any case, NFC. */
export function isVietnameseSyllable(syllable: string): boolean {
  const { base, tone } = splitTone(syllable.toLowerCase());
  if (tone === null || !/^[a-zăâđêôơư]+$/u.test(base)) return false;
  const read = (onset: string, rime: string): boolean => {
    if (!RIMES.has(rime)) return false;
    if (/(?:p|t|c|ch)$/.test(rime) && tone !== "\u0301" && tone !== "\u0323") return false;
    const front = /^[ieêy]/.test(rime);
    if ((onset === "k" || onset === "gh" || onset === "ngh") && !front) return false;
    if ((onset === "c" || onset === "ng") && front) return false;
    return !(onset === "g" && /^[eê]/.test(rime));
  };
  const match = SYLLABLE.exec(base);
  if (!match) return false;
  const onset = match[1] ?? "";
  const rime = match[2] as string;
  if (read(onset, rime) || read("", base)) return true;
  // "gì", "giết": the i belongs to the onset and the rime alike. "qu" hides the u of the rime.
  if (onset === "gi") return read("g", `i${rime}`) || read("gi", rime);
  if (base === "gi") return true;
  return onset === "qu" && (read("q", `u${rime}`) || read("", rime));
}

/** Letters without tone and diacritics, đ as d, small: what misreadings leave alone. */
export function skeleton(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036F]/g, "")
    .replace(/đ/g, "d");
}

/** The same for "hoà" and "hòa", "thuý" and "thúy": the tone is lifted off and put after the syllable. */
export function spellingKey(syllable: string): string {
  const { base, tone } = splitTone(syllable.toLowerCase());
  return base + (tone ?? "?");
}
