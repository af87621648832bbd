/**
 * Frequent two-syllable words of Vietnamese print whose letters without marks belong to hardly anything else, so that
 * the same letters with other marks are most likely a misreading ("phòng viên" for "phóng viên"). Pairs with a second
 * meaning carry it in brackets, separated by "|"; pairs with many meanings ("can bo": cán bộ, cần bỏ…) are not listed.
 * Data; the rule that uses it is in `doubts.ts`.
 */
export const COLLOCATIONS: readonly string[] = (
  "thực hiện, thực tế, phát huy, quần chúng, nhân dân(nhãn dán), trung ương, xã hội(xa hơi|xả hơi|xa hỏi|xả hồi), kinh doanh, hạ tầng, nguồn lực, an toàn, chuyển đổi, nhu cầu, đặc sản, " +
  "phóng viên, phỏng vấn(phong vận|phong vân), phóng sự(phòng sự), đồng chí(đóng chỉ|đồng chỉ), đồng bào(đóng bao), chính trị(chỉnh trị), chính quyền, " +
  "chính phủ(chinh phụ|chinh phu), kinh tế, quốc phòng, quốc gia, quốc hội, quốc tế, nghị quyết, nhiệm vụ, nhiệm kỳ, thành phố, lãnh đạo, " +
  "chỉ đạo, tổ chức, hệ thống, phát triển, quyết định, quyết tâm, giải pháp, nghiên cứu, kỹ thuật, giáo dục(giao dục), giáo viên, học sinh, sinh viên, " +
  "nông dân, nông nghiệp, nông thôn, công nghiệp, công nghệ, doanh nghiệp, xuất bản, tạp chí, biên tập, độc giả, khán giả, tác giả(tác gia), " +
  "tác phẩm, nghệ thuật, nghệ nhân(nghe nhận|nghe nhạn), nhạc sĩ, họa sĩ, bác sĩ, văn hóa(vạn hoa|vẫn hòa|văn hoa|vân hoa), truyền thống, truyền hình, thương mại(thương mãi), kế hoạch, " +
  "hợp tác, kinh nghiệm, kết quả, hiệu quả, chất lượng, số lượng, trách nhiệm, nhân viên(nhận viện), bảo đảm, thường xuyên, " +
  "ủy viên, ủy ban, đại biểu, đảng ủy, quản lý, quy hoạch, quy định, đào tạo, bồi dưỡng, xây dựng, trật tự, chính sách(chỉnh sách), " +
  "mục tiêu, thành tựu, thắng lợi, kiện toàn, bổ nhiệm, điều động, tiếp tục, khắc phục, hạnh phúc, câu chuyện, trò chuyện, thế giới, " +
  "sản xuất, sản phẩm, dịch vụ, du lịch, bệnh viện, bệnh nhân, giao thông, tuyên truyền, kiểm tra, giám sát, thanh niên, phụ nữ, thiếu nhi, " +
  "chiến sĩ, chiến tranh, độc lập, công trình, thời gian, cuộc sống, nguyên nhân, nguyên tắc, nguyên liệu, nghiêm túc, sự nghiệp, tương lai, " +
  "đặc biệt, phù hợp, cần thiết, kịp thời, bình đẳng, dân chủ, minh bạch, thuận lợi, khách hàng, khách quan, triển khai, tăng cường, " +
  "đẩy mạnh, nâng cao(nang cao), chăm lo, phong phú, đa dạng, ổn định, quan tâm(quận tám), hoạt động, phương pháp, phương hướng, phương tiện, khoảng cách, " +
  "ngôn ngữ, từ điển, thiên nhiên, thời tiết, nhà xưởng, thợ thủ, máy móc, xưởng in, bản in(bạn in), trang giấy, nghề nghiệp, gia đình(giả định|giá đỉnh), bạn bè(bàn bè), " +
  "hàng xóm, tình nguyện, tự nguyện, đoàn kết(đoạn kết), tập thể, tập trung, trung tâm, thông tin, thông báo, truyện ngắn, tiểu thuyết, thơ ca, " +
  "bảo tồn, bảo tàng(bão táng), di sản(dị sản), lịch sử, địa phương(đia phương), địa bàn, phường xã, trường học, lớp học, thầy giáo, cô giáo, phụ huynh, " +
  "nhiệt tình, nhiệt huyết, tâm huyết, tâm hồn, cảm xúc, cảm hứng, kỷ niệm, kỷ luật, khẩn trương, khen thưởng, giấy khen, bằng khen"
)
  .split(/,\s*(?![^(]*\))/)
  .map((entry) => entry.trim());

/** Words of several syllables that Vietnamese writes as one and that break its rules of spelling. */
export const LOANWORDS: ReadonlySet<string> = new Set(
  "ôtô môtô vắcxin vácxin cátxét côngtennơ côngten ốplết xêrum xăngđan kilôgam kilômét mêtan métan ghiđông cácbon ôxy ôxít hyđrô hiđrô nitơ prôtêin đôla đôlar rúp ápphích ximăng bêtông phôtô phôtôcopy viđêô rađiô tivi cátsê càphê sôcôla sinhtố đêximét trămtỷ mátxa cáctông cácđê aspirin đềxi gàlan bulông aptômát ampe vônkế đinamô phécmơtuya".split(
    " ",
  ),
);

/** Non-words that scanners make of English: `h` for `b`, `c` for `e`, `ri` for `n`, `li` for `h`. */
export const ENGLISH_MISREADINGS: ReadonlySet<string> = new Set(
  "tbe tlie tiie thc tne tho1 tbat tliat tnat tbis tliis wbich wliich whicb wbat wliat wben wlien wbere witb witli witn wlth fiom frorn froin liave bave havc liad liis hcr hirn tbem tliem thcm tbey tliey thcy tbere tliere thcre becausc bcen heen ahout ahle ofthe inthe tothe aud arid1 aiid iiot wili wouid couid shouid vvas vvith vvhen vvhat vve rnore rnany rnan tirne sorne carne narne hirnself herseif lt's ln lf lt iu0 ouly oniy oue onc whcn othcr oiher iike iife ieft iong iast iate iess iittie".split(
    " ",
  ),
);
