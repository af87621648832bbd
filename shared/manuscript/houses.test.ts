/**
 * Whole small interviews in the manners of different houses, each with the document it must become. A change that
 * mends one and breaks another shows here.
 */
import { expect, test } from "vitest";
import { outline } from "../schema/build.ts";
import { importMarkdown, importText } from "./import.ts";

type House = { readonly says: string; readonly markdown?: true; readonly copy: string; readonly becomes: string };
const houses: readonly House[] = [
  {
    says: "a section's name over a kicker, a dash before every turn, a caption after the byline",
    copy: `NHÂN VẬT - SỰ KIỆN

Ông Nguyễn Hữu Phước, Chủ tịch Hội Nông dân xã Thới Hưng:
"Nông dân phải biết liên kết mới làm giàu được"

(ĐTTCO) - Từ một hộ nghèo, ông Nguyễn Hữu Phước vươn lên trở thành tỷ phú nhờ mô hình nuôi cá tra kết hợp trồng cây ăn trái. Phóng viên Báo Đất Lành có cuộc trò chuyện với ông.

Phóng viên: - Cơ duyên nào đưa ông đến với con cá tra?

- Ông NGUYỄN HỮU PHƯỚC: Năm 1998, tôi mượn được 5 triệu đồng, đào ao thả cá. Vụ đầu lỗ trắng tay.

Vụ thứ hai, tôi đi học kỹ thuật ở Trường Đại học. Thầy dạy sao tôi làm y vậy.

- Vì sao ông chọn liên kết với doanh nghiệp mà không tự bán?

- Tự bán thì bị ép giá. Liên kết thì có hợp đồng, giá sàn. Nhưng liên kết phải giữ chữ tín. Mình bán phá giá một lần thì lần sau ai tin?

- Ông nghĩ gì về tương lai của nghề?

- Tôi nghĩ còn khó khăn nhưng sẽ tốt lên.

- Xin cảm ơn ông!

Bài và ảnh: LÊ MINH

Ông Phước (bìa trái) giới thiệu ao cá với khách tham quan.`,
    becomes:
      'kicker(NHÂN VẬT - SỰ KIỆN⏎Ông Nguyễn Hữu Phước, Chủ tịch Hội Nông dân xã Thới Hưng:) h("Nông dân phải biết liên kết mới làm giàu được") standfirst((ĐTTCO) - Từ một hộ nghèo, ông Nguyễn Hữu Phước vươn lên trở thành tỷ phú nhờ mô hình nuôi cá tra kết hợp trồng cây ăn trái. Phóng viên Báo Đất Lành có cuộc trò chuyện với ông.) credit(LÊ MINH) q(Cơ duyên nào đưa ông đến với con cá tra?) a(Năm 1998, tôi mượn được 5 triệu đồng, đào ao thả cá. Vụ đầu lỗ trắng tay. / Vụ thứ hai, tôi đi học kỹ thuật ở Trường Đại học. Thầy dạy sao tôi làm y vậy.) q(Vì sao ông chọn liên kết với doanh nghiệp mà không tự bán?) a(Tự bán thì bị ép giá. Liên kết thì có hợp đồng, giá sàn. Nhưng liên kết phải giữ chữ tín. Mình bán phá giá một lần thì lần sau ai tin?) q(Ông nghĩ gì về tương lai của nghề?) a(Tôi nghĩ còn khó khăn nhưng sẽ tốt lên.) q(Xin cảm ơn ông!) photo[photo-1 caption(Ông Phước (bìa trái) giới thiệu ao cá với khách tham quan.)]',
  },
  {
    says: "labels in bold, a list within an answer, a torn answer",
    copy: `14

XÂY DỰNG ĐẢNG

NÂNG CAO CHẤT LƯỢNG SINH HOẠT CHI BỘ
Ở HUYỆN PHONG ĐIỀN

❖ HOÀNG ANH

Thời gian qua, Huyện ủy Phong Điền có nhiều đổi mới trong công tác xây dựng Đảng. Để hiểu rõ hơn về vấn đề này, chúng tôi có cuộc trao đổi với đồng chí Lê Thị Hạnh, Phó Bí thư Thường trực Huyện ủy.

**Phóng viên (PV): Thưa đồng chí, xin đồng chí cho biết những kết quả nổi bật trong công tác xây dựng Đảng thời gian qua?**

**Đồng chí Lê Thị Hạnh:** Trong nhiệm kỳ qua, Huyện ủy đã lãnh đạo thực hiện tốt nhiều nhiệm vụ. Cụ thể:

+ Về công tác chính trị, tư tưởng: Huyện ủy đã tổ chức 25 lớp học tập nghị quyết cho 3.200 lượt cán bộ, đảng viên.

+ Về công tác tổ chức: kết nạp 450 đảng viên mới, đạt 112% chỉ tiêu.

+ Về công tác kiểm tra: kiểm tra 65 tổ chức đảng.

Nhờ vậy, tỷ lệ tổ chức cơ sở đảng hoàn thành tốt nhiệm vụ đạt 95,6%.

**PV: Bên cạnh kết quả đạt được, còn những khó khăn gì, thưa đồng chí?**

**Đồng chí Lê Thị Hạnh:** Khó khăn lớn nhất là một số chi bộ ấp có ít đảng viên, sinh hoạt còn hình

Đồng chí Lê Thị Hạnh phát biểu tại Hội nghị sơ kết. (Ảnh: THANH BÌNH)

15

thức, nội dung chưa phong phú. Một số nơi, cấp ủy chưa quan tâm đúng mức.

**PV: Trân trọng cảm ơn đồng chí!**`,
    becomes:
      "kicker(XÂY DỰNG ĐẢNG) h(NÂNG CAO CHẤT LƯỢNG SINH HOẠT CHI BỘ Ở HUYỆN PHONG ĐIỀN) standfirst(Thời gian qua, Huyện ủy Phong Điền có nhiều đổi mới trong công tác xây dựng Đảng. Để hiểu rõ hơn về vấn đề này, chúng tôi có cuộc trao đổi với đồng chí Lê Thị Hạnh, Phó Bí thư Thường trực Huyện ủy.) credit(HOÀNG ANH) q(Thưa đồng chí, xin đồng chí cho biết những kết quả nổi bật trong công tác xây dựng Đảng thời gian qua?) a(Trong nhiệm kỳ qua, Huyện ủy đã lãnh đạo thực hiện tốt nhiều nhiệm vụ. Cụ thể: / list(item(Về công tác chính trị, tư tưởng: Huyện ủy đã tổ chức 25 lớp học tập nghị quyết cho 3.200 lượt cán bộ, đảng viên.) / item(Về công tác tổ chức: kết nạp 450 đảng viên mới, đạt 112% chỉ tiêu.) / item(Về công tác kiểm tra: kiểm tra 65 tổ chức đảng.)) / Nhờ vậy, tỷ lệ tổ chức cơ sở đảng hoàn thành tốt nhiệm vụ đạt 95,6%.) q(Bên cạnh kết quả đạt được, còn những khó khăn gì, thưa đồng chí?) a(Khó khăn lớn nhất là một số chi bộ ấp có ít đảng viên, sinh hoạt còn hình thức, nội dung chưa phong phú. Một số nơi, cấp ủy chưa quan tâm đúng mức. / photo[photo-1 caption(Đồng chí Lê Thị Hạnh phát biểu tại Hội nghị sơ kết.) credit(THANH BÌNH)]) q(Trân trọng cảm ơn đồng chí!)",
  },
  {
    says: "bold italic questions of which one only states",
    markdown: true,
    copy: `**ĐỐI THOẠI**

# Nhà văn Vũ Thanh Ca: “Viết là một cách ở lại”

**Nhà văn Vũ Thanh Ca vừa ra mắt tập truyện thứ bảy, *Bến không tên*. Ông trò chuyện với chúng tôi trong căn nhà nhỏ bên rạch.**

![Nhà văn Vũ Thanh Ca](vu-thanh-ca.jpg)
*Nhà văn Vũ Thanh Ca trong phòng viết. Ảnh: NVCC*

***Bảy tập truyện, gần như tập nào cũng có sông. Ông không sợ lặp lại mình sao?***

Sợ chứ. Nhưng sông có bao giờ lặp lại nó đâu. Mỗi mùa nước nó mỗi khác.

***Nhân vật của ông thường bỏ đi rồi trở về.***

Vì tôi cũng vậy. Tôi bỏ đi năm mười bảy tuổi, hai mươi năm sau mới về.

Hồi đó tôi nghĩ gì? Tôi nghĩ ở đâu cũng hơn ở đây. Đi hết rồi mới biết ở đâu cũng giống ở đây.

***- Ông viết vào lúc nào trong ngày?***

- Bốn giờ sáng. Lúc đó chỉ có gà và tôi thức.

***Cảm ơn ông!***

**THẢO VY** *thực hiện*`,
    becomes:
      "kicker(ĐỐI THOẠI) h(Nhà văn Vũ Thanh Ca: “Viết là một cách ở lại”) standfirst(Nhà văn Vũ Thanh Ca vừa ra mắt tập truyện thứ bảy, Bến không tên. Ông trò chuyện với chúng tôi trong căn nhà nhỏ bên rạch.) credit(THẢO VY) photo[vu-thanh-ca.jpg caption(Nhà văn Vũ Thanh Ca trong phòng viết.) credit(NVCC)] q(Bảy tập truyện, gần như tập nào cũng có sông. Ông không sợ lặp lại mình sao?) a(Sợ chứ. Nhưng sông có bao giờ lặp lại nó đâu. Mỗi mùa nước nó mỗi khác.) q(Nhân vật của ông thường bỏ đi rồi trở về.) a(Vì tôi cũng vậy. Tôi bỏ đi năm mười bảy tuổi, hai mươi năm sau mới về. / Hồi đó tôi nghĩ gì? Tôi nghĩ ở đâu cũng hơn ở đây. Đi hết rồi mới biết ở đâu cũng giống ở đây.) q(Ông viết vào lúc nào trong ngày?) a(Bốn giờ sáng. Lúc đó chỉ có gà và tôi thức.) q(Cảm ơn ông!)",
  },
  {
    says: "an editor's note first, a magazine's initials, a quotation thrown in",
    copy: `Tạp chí Bến Sông số 4/2024

CÂU CHUYỆN VĂN HÓA

# GIỮ TIẾNG ĐỜN GIỮA CHỢ

LTS: Nhân kỷ niệm 20 năm Câu lạc bộ Đờn ca tài tử Vàm Lác, Tạp chí Bến Sông (TCBS) có cuộc trò chuyện với nghệ nhân ưu tú Huỳnh Văn Bảy (HVB).

TCBS: Xin chào nghệ nhân. Ông đến với cây đờn kìm từ khi nào?

HVB: Năm tôi bảy tuổi. Ba tôi đờn, tôi ngồi coi, coi riết rồi thuộc.

Hồi đó nhà nghèo, cây đờn treo trên vách, chỉ khi nào ba đi ruộng tôi mới dám lấy xuống.

TCBS: Và ba ông có biết không?

HVB: Biết chứ! (cười) Ông giả bộ không biết.

"Cây đờn không dạy ai hết, người ta nghe rồi tự học"

TCBS: Ông dạy học trò như thế nào?

HVB: Tôi không dạy. Tôi đờn cho tụi nhỏ nghe. Cây đờn không dạy ai hết, người ta nghe rồi tự học. Đứa nào mê thì nó ở lại.

Nghệ nhân Huỳnh Văn Bảy (bên phải) cùng học trò.
Ảnh: Duy Khang

TCBS: Cảm ơn nghệ nhân và chúc ông nhiều sức khỏe.

                                                   Quỳnh Như thực hiện

Trang 22`,
    becomes:
      'kicker(CÂU CHUYỆN VĂN HÓA) h(GIỮ TIẾNG ĐỜN GIỮA CHỢ) credit(Quỳnh Như) note(LTS: Nhân kỷ niệm 20 năm Câu lạc bộ Đờn ca tài tử Vàm Lác, Tạp chí Bến Sông (TCBS) có cuộc trò chuyện với nghệ nhân ưu tú Huỳnh Văn Bảy (HVB).) q(Xin chào nghệ nhân. Ông đến với cây đờn kìm từ khi nào?) a(Năm tôi bảy tuổi. Ba tôi đờn, tôi ngồi coi, coi riết rồi thuộc. / Hồi đó nhà nghèo, cây đờn treo trên vách, chỉ khi nào ba đi ruộng tôi mới dám lấy xuống.) q(Và ba ông có biết không?) a(Biết chứ! (cười) Ông giả bộ không biết. / quote("Cây đờn không dạy ai hết, người ta nghe rồi tự học")) q(Ông dạy học trò như thế nào?) a(Tôi không dạy. Tôi đờn cho tụi nhỏ nghe. Cây đờn không dạy ai hết, người ta nghe rồi tự học. Đứa nào mê thì nó ở lại. / photo[photo-1 caption(Nghệ nhân Huỳnh Văn Bảy (bên phải) cùng học trò.) credit(Duy Khang)]) q(Cảm ơn nghệ nhân và chúc ông nhiều sức khỏe.)',
  },
  {
    says: "bullets for questions, hollow ones for some answers, two who ask",
    copy: `GẶP GỠ ĐẦU XUÂN

“Làm báo tường cũng là làm báo”

THANH TÂM - QUỐC VIỆT
(thực hiện)

Thầy giáo về hưu Ngô Quang Diệu giữ hơn 600 tờ báo tường trong căn gác nhỏ. Thầy nói đùa: “Nhà tôi là tòa soạn đông cộng tác viên nhất tỉnh”.

▪ Tờ báo tường đầu tiên thầy còn giữ là tờ nào?
Tờ năm 1979, lớp 6A. Giấy đã vàng, hồ dán bằng cơm nguội. Các em vẽ con thuyền, ghi dòng chữ: “Thuyền ta ra biển”.

▪ Vì sao thầy không bỏ đi?
▫ Có lần mưa dột, tôi phải chọn giữa cái giường và chồng báo. Tôi chọn chồng báo. Vợ tôi giận ba ngày.
Nhưng sau đó bà ấy là người phơi từng tờ một.

▪ Học trò cũ có về thăm báo không?
Có. Mỗi mùa xuân, tụi nó về, đứa nào cũng tìm bài của mình. Có đứa nay đã làm ông nội, đọc lại bài thơ hồi mười hai tuổi, đỏ mặt.

Thầy Diệu bên tờ báo tường năm 1979 - Ảnh: Q.V.

▪ Nếu được làm tổng biên tập một lần nữa, thầy sẽ đặt tên tờ báo là gì?
“Con Thuyền”. Tôi không đổi đâu.`,
    becomes:
      "kicker(GẶP GỠ ĐẦU XUÂN) h(“Làm báo tường cũng là làm báo”) standfirst(Thầy giáo về hưu Ngô Quang Diệu giữ hơn 600 tờ báo tường trong căn gác nhỏ. Thầy nói đùa: “Nhà tôi là tòa soạn đông cộng tác viên nhất tỉnh”.) credit(THANH TÂM - QUỐC VIỆT) q(Tờ báo tường đầu tiên thầy còn giữ là tờ nào?) a(Tờ năm 1979, lớp 6A. Giấy đã vàng, hồ dán bằng cơm nguội. Các em vẽ con thuyền, ghi dòng chữ: “Thuyền ta ra biển”.) q(Vì sao thầy không bỏ đi?) a(Có lần mưa dột, tôi phải chọn giữa cái giường và chồng báo. Tôi chọn chồng báo. Vợ tôi giận ba ngày. / Nhưng sau đó bà ấy là người phơi từng tờ một.) q(Học trò cũ có về thăm báo không?) a(Có. Mỗi mùa xuân, tụi nó về, đứa nào cũng tìm bài của mình. Có đứa nay đã làm ông nội, đọc lại bài thơ hồi mười hai tuổi, đỏ mặt. / photo[photo-1 caption(Thầy Diệu bên tờ báo tường năm 1979) credit(Q.V.)]) q(Nếu được làm tổng biên tập một lần nữa, thầy sẽ đặt tên tờ báo là gì?) a(“Con Thuyền”. Tôi không đổi đâu.)",
  },
  {
    says: "front credits in one line, a box, a footnote",
    markdown: true,
    copy: `# Mưa trên đồng muối

**Diêm dân Hồ Thị Lài, 58 tuổi, kể chuyện bốn mươi mùa muối với phóng viên *Bến Sông*.**

*Bài: Như Ý | Ảnh: Tấn Phát*

---

**PV:** Một ngày của bà bắt đầu lúc mấy giờ?

**Bà Lài:** Ba giờ sáng. Trời còn mát, nước còn im.

**PV:** Sợ nhất là gì?

**Bà Lài:** Mưa. Một đám mưa mười phút là mất trắng công nửa tháng. Mà có năm:

1. Tháng Giêng mưa hai lần.
2. Tháng Hai mưa bốn lần.
3. Tháng Ba không còn muối để mà sợ.

> **Muối Lỗ Đen**
>
> Lỗ Đen là cánh đồng muối nhỏ nhất vùng, chỉ 14 hécta.
>
> Muối ở đây hạt to, vị ngọt hậu.
>
> Giá bán năm nay là 1.500 đồng/kg.

**PV:** Bà có muốn con cái theo nghề không?

**Bà Lài:** Không. Nhưng con gái út cứ ra đồng hoài[^1].

[^1]: Chị Hồ Thị Mặn, 24 tuổi, hiện là kỹ sư môi trường.`,
    becomes:
      "h(Mưa trên đồng muối) standfirst(Diêm dân Hồ Thị Lài, 58 tuổi, kể chuyện bốn mươi mùa muối với phóng viên Bến Sông.) credit(Như Ý) credit(Tấn Phát) q(Một ngày của bà bắt đầu lúc mấy giờ?) a(Ba giờ sáng. Trời còn mát, nước còn im.) q(Sợ nhất là gì?) a(Mưa. Một đám mưa mười phút là mất trắng công nửa tháng. Mà có năm: / list(item(Tháng Giêng mưa hai lần.) / item(Tháng Hai mưa bốn lần.) / item(Tháng Ba không còn muối để mà sợ.))) sidebar(x(Muối Lỗ Đen) / Lỗ Đen là cánh đồng muối nhỏ nhất vùng, chỉ 14 hécta. / Muối ở đây hạt to, vị ngọt hậu. / Giá bán năm nay là 1.500 đồng/kg.) q(Bà có muốn con cái theo nghề không?) a(Không. Nhưng con gái út cứ ra đồng hoài1.) note(1 Chị Hồ Thị Mặn, 24 tuổi, hiện là kỹ sư môi trường.)",
  },
  {
    says: "the questioner's label alone on its line, an empty line beneath",
    copy: `Ottoline Marsh, The Art of Salt No. 12

Interviewed by Peregrine Cole

Ottoline Marsh was born in a lighthouse in 1931. We talked over two winters in her kitchen, where the windows do not close.

INTERVIEWER

Do you write every day?

MARSH

I sit every day. Writing is what happens to somebody sitting nearby.

INTERVIEWER

That sounds like a discipline.

MARSH

It is a chair. People confuse the two.

I had a better chair once. It burned.

INTERVIEWER

Does the sea help?

MARSH

The sea has never read a word of mine, and I respect that.`,
    becomes:
      "h(Ottoline Marsh, The Art of Salt No. 12) standfirst(Ottoline Marsh was born in a lighthouse in 1931. We talked over two winters in her kitchen, where the windows do not close.) credit(Peregrine Cole) q(Do you write every day?) a(I sit every day. Writing is what happens to somebody sitting nearby.) q(That sounds like a discipline.) a(It is a chair. People confuse the two. / I had a better chair once. It burned.) q(Does the sea help?) a(The sea has never read a word of mine, and I respect that.)",
  },
  {
    says: "names at the first turn, dashes from then on",
    copy: `Người gác cầu

Anh Tư Cầu gác cây cầu quay cuối cùng của tỉnh. Dưới đây là cuộc trò chuyện của Bến Sông với anh.

- Bến Sông: Anh gác cầu từ năm nào?

- Anh Tư Cầu: Từ năm 1989. Hồi đó mỗi ngày quay cầu tám lượt.

Bây giờ thì hai tuần một lần, có khi một tháng.

- Vậy ngày thường anh làm gì?

- Tôi bôi mỡ. Máy móc mà không bôi mỡ thì nó giận.

- Người ta tính làm cầu mới. Anh nghĩ sao?

- Cầu mới thì tốt. Xe tải qua được. Nhưng cầu mới thì không cần người gác. Không cần người gác thì ai mở cho ghe qua?

- Cám ơn anh.`,
    becomes:
      "h(Người gác cầu) standfirst(Anh Tư Cầu gác cây cầu quay cuối cùng của tỉnh. Dưới đây là cuộc trò chuyện của Bến Sông với anh.) q(Anh gác cầu từ năm nào?) a(Từ năm 1989. Hồi đó mỗi ngày quay cầu tám lượt. / Bây giờ thì hai tuần một lần, có khi một tháng.) q(Vậy ngày thường anh làm gì?) a(Tôi bôi mỡ. Máy móc mà không bôi mỡ thì nó giận.) q(Người ta tính làm cầu mới. Anh nghĩ sao?) a(Cầu mới thì tốt. Xe tải qua được. Nhưng cầu mới thì không cần người gác. Không cần người gác thì ai mở cho ghe qua?) q(Cám ơn anh.)",
  },
  {
    says: "crossheads between the turns",
    copy: `CHUYỆN NGƯỜI ĐAN RỔ

Ở xóm Đáy, chị Út Liền là người duy nhất còn đan rổ xúc.

Cơ duyên đến với nghề

Hỏi: Chị học nghề của ai?
Trả lời: Của bà nội. Nội tôi mù, đan bằng tay.

Hỏi: Một ngày chị đan được mấy cái?
Trả lời: Ba cái. Ngày nào vui thì bốn.

Giữ nghề

Hỏi: Có ai học với chị không?
Trả lời: Có một đứa cháu. Nó đan còn đẹp hơn tôi.`,
    becomes:
      "h(CHUYỆN NGƯỜI ĐAN RỔ) standfirst(Ở xóm Đáy, chị Út Liền là người duy nhất còn đan rổ xúc.) x(Cơ duyên đến với nghề) q(Chị học nghề của ai?) a(Của bà nội. Nội tôi mù, đan bằng tay.) q(Một ngày chị đan được mấy cái?) a(Ba cái. Ngày nào vui thì bốn.) x(Giữ nghề) q(Có ai học với chị không?) a(Có một đứa cháu. Nó đan còn đẹp hơn tôi.)",
  },
  {
    says: "numbered Q1, Q2; answers bare",
    copy: `Interview with a beekeeper

Q1. How many hives do you keep?
Forty. They keep me, mostly.

Q2. What do you do in winter?
I listen at the boxes with a tube.

Q3. Have you been stung?
Have I been stung! Ask me on which finger.`,
    becomes:
      "h(Interview with a beekeeper) q(How many hives do you keep?) a(Forty. They keep me, mostly.) q(What do you do in winter?) a(I listen at the boxes with a tube.) q(Have you been stung?) a(Have I been stung! Ask me on which finger.)",
  },
  {
    says: "full names first, initials after; an intro of two paragraphs",
    markdown: true,
    copy: `INTERVIEW

# Clay remembers everything

## The potter Hanneke Vos on failure, glaze and the kiln that nearly burned down her street

By Oliver Tate
Photographs by Mina Sato

Hanneke Vos works in a former bakery at the end of a street of former bakeries. The ovens are still there. She fires in two of them and keeps her accounts in the third.

She is sixty-one, quick, and suspicious of compliments. When I arrive she is breaking pots.

**OLIVER TATE** Are those failures?

**HANNEKE VOS** No, those are the good ones. I break the good ones so that I won't sell them.

**OT** That sounds expensive.

**HV** It is cheaper than being known for them.

**OT** How do you know that a pot is finished?

**HV** You don't. The kiln knows. You wait three days, and it tells you, and usually it's lying.

![Hanneke Vos in the bakery](vos.jpg "Hanneke Vos in the bakery, March. Photograph: Mina Sato")

**OT** You nearly burned down the street.

**HV** Once! One time. People are so conservative about fire.

---

*This conversation has been edited for length and clarity.*`,
    becomes:
      "kicker(INTERVIEW) h(Clay remembers everything) standfirst(The potter Hanneke Vos on failure, glaze and the kiln that nearly burned down her street) credit(Oliver Tate) credit(Mina Sato) intro(Hanneke Vos works in a former bakery at the end of a street of former bakeries. The ovens are still there. She fires in two of them and keeps her accounts in the third.) intro(She is sixty-one, quick, and suspicious of compliments. When I arrive she is breaking pots.) q(Are those failures?) a(No, those are the good ones. I break the good ones so that I won't sell them.) q(That sounds expensive.) a(It is cheaper than being known for them.) q(How do you know that a pot is finished?) a(You don't. The kiln knows. You wait three days, and it tells you, and usually it's lying. / photo[vos.jpg caption(Hanneke Vos in the bakery, March.) credit(Mina Sato)]) q(You nearly burned down the street.) a(Once! One time. People are so conservative about fire.) note(This conversation has been edited for length and clarity.)",
  },
  {
    says: "hard-wrapped, last names after the first turn, an imprint at the end",
    copy: `                                   THE LONG INTERVIEW

Nothing but the Tide

Gareth Pryce spent forty years as a lock-keeper on the Avelin canal. He has
published one book, at seventy-three, and it has no human beings in it. He
talks to SARAH LUNDE about patience, eels and why he still refuses a telephone.

SARAH LUNDE: You say in the book that water "has no opinion". Did you always
believe that?

GARETH PRYCE: No, I was quite superstitious. When you work nights you begin to
think the canal likes you or it doesn't. I used to apologise to it. Do you know
what cured me? Paperwork. You cannot stay superstitious about something you
have filled in a form for.

LUNDE: And the eels?

PRYCE: The eels are another matter. [Laughs] I would not like to say anything
about the eels that might get back to them.

They come up in October, on the first night with no moon. I counted four
hundred once, and then I lost heart, because they kept coming.

LUNDE: Is that the silence you write about?

PRYCE: It is part of it. Silence is not when there is no noise. It's when there's nothing
that wants something from you.

LUNDE: Gareth Pryce, thank you.

Gareth Pryce's "Still Water" is published by Marram Press.`,
    becomes:
      "kicker(THE LONG INTERVIEW) h(Nothing but the Tide) standfirst(Gareth Pryce spent forty years as a lock-keeper on the Avelin canal. He has published one book, at seventy-three, and it has no human beings in it. He talks to SARAH LUNDE about patience, eels and why he still refuses a telephone.) q(You say in the book that water \"has no opinion\". Did you always believe that?) a(No, I was quite superstitious. When you work nights you begin to think the canal likes you or it doesn't. I used to apologise to it. Do you know what cured me? Paperwork. You cannot stay superstitious about something you have filled in a form for.) q(And the eels?) a(The eels are another matter. [Laughs] I would not like to say anything about the eels that might get back to them. / They come up in October, on the first night with no moon. I counted four hundred once, and then I lost heart, because they kept coming.) q(Is that the silence you write about?) a(It is part of it. Silence is not when there is no noise. It's when there's nothing that wants something from you.) q(Gareth Pryce, thank you.) note(Gareth Pryce's \"Still Water\" is published by Marram Press.)",
  },
  {
    says: "a rhetorical question answered by nobody, a caption without a credit",
    copy: `THE COMPOSER WHO LISTENS TO PIPES

Interview: Dana Whitlock        Portraits: Theo Marsh

Ilse Bergmann spends her nights in boiler rooms.

"I do not compose," she says. "I take dictation."

• You have recorded two hundred heating systems. Why?

Because nobody else had. A radiator at four in the morning
is the most honest instrument I know. It has nothing to
prove.

• What does a good boiler sound like?

Like somebody who has decided not to tell you something.

A bad one tells you everything at once.

I take dictation from radiators, and
sometimes they make spelling mistakes

• Do you ever edit?

Never. I take dictation from radiators, and sometimes they make spelling mistakes. Would you correct a river?

Ilse Bergmann in the plant room of the old infirmary, Leith Row.

• And silence?

Silence is a heating failure.

Ilse Bergmann's "Nocturnes for Two Boilers" is out now from Copper Row Records.`,
    becomes:
      'h(THE COMPOSER WHO LISTENS TO PIPES) standfirst(Ilse Bergmann spends her nights in boiler rooms.) credit(Dana Whitlock) credit(Theo Marsh) intro("I do not compose," she says. "I take dictation.") q(You have recorded two hundred heating systems. Why?) a(Because nobody else had. A radiator at four in the morning is the most honest instrument I know. It has nothing to prove.) q(What does a good boiler sound like?) a(Like somebody who has decided not to tell you something. / A bad one tells you everything at once. / quote(I take dictation from radiators, and sometimes they make spelling mistakes)) q(Do you ever edit?) a(Never. I take dictation from radiators, and sometimes they make spelling mistakes. Would you correct a river? / photo[photo-1 caption(Ilse Bergmann in the plant room of the old infirmary, Leith Row.)]) q(And silence?) a(Silence is a heating failure.) note(Ilse Bergmann\'s "Nocturnes for Two Boilers" is out now from Copper Row Records.)',
  },
];

for (const { says, markdown, copy, becomes } of houses) {
  test(`a house with ${says}`, () => {
    expect(outline((markdown ? importMarkdown(copy) : importText(copy)).doc)).toBe(becomes);
  });
}
