/**
 * Words that the patterns divide wrongly, or so that a reader stumbles. The hyphens show where a word may be divided; a
 * word without one stays whole. By language, for all its countries.
 */
const words = (text: string): readonly string[] => text.split(/\s+/u).filter((word) => word !== "");

export const SHIPPED_EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  en: words(`
    asso-ciate asso-ciates as-so-ci-a-tion de-clin-ation dis-tri-bu-tion con-tri-bu-tion at-tri-bu-tion oblig-a-tory
    phil-an-thropic reci-procity re-cog-ni-zance ref-or-ma-tion ret-ri-bu-tion table every-thing any-thing some-thing
    news-pa-per news-pa-pers maga-zine maga-zines man-u-script man-u-scripts inter-view inter-views inter-viewer
    inter-viewers inter-viewed inter-view-ing data-base data-bases type-set-ting type-set-ter eve-ning eve-nings
    waste-ful time-less home-owner home-owners
    present presents project projects record records object objects subject subjects minute minutes refuse desert
    deserts invalid produce progress convict convicts perfect rebel rebels
    ther-a-pist ther-a-pists analy-sis analy-ses ana-lyst ana-lysts psycho-ther-a-pist psycho-ther-a-pists
    man-slaugh-ter as-sas-sin as-sas-sins as-sas-si-na-tion cocktail cocktails penin-sula penin-sulas cumu-la-tive
    ar-senal ar-senals co-worker co-workers mis-hap mis-haps re-adjust legend legends pedes-trian pedes-trians
    re-instate re-invent weeknight weeknights often into onto upon only women woman mother-in-law
    psy-che-delic read-just-ment bas-tion doc-trine extra-or-di-nary through-out never-the-less none-the-less
  `),
};
