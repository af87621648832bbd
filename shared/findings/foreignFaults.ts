/**
 * What is wrong inside a file made elsewhere, as its reader words it in English, said in Vietnamese. A fault that stands
 * here in no line is said as it is.
 */
const FAULTS: readonly (readonly [RegExp, string])[] = (
  [
    ["the file asks for more work than it should", "tệp đòi nhiều công xử lý hơn mức hợp lý"],
    ["the file holds more objects than it should", "tệp chứa nhiều đối tượng hơn mức hợp lý"],
    ["its contents ask for more work than any page should", "nội dung trang đòi nhiều công xử lý hơn mức hợp lý"],
    ["its contents are larger than 64 MB", "nội dung trang lớn hơn 64 MB"],
    ["its contents expand more than four hundredfold", "nội dung trang bung ra hơn bốn trăm lần"],
    ["it is too large", "ảnh quá lớn"],
    ["it cannot be decoded", "không giải mã được"],
    ["its JPEG cannot be read", "không đọc được JPEG của ảnh"],
    ["it is packed with (.+)", "ảnh nén bằng $1"],
    ["it has (.+) bits a part", "ảnh có $1 bit mỗi kênh mực"],
    ["it ends too early", "dữ liệu ảnh dừng quá sớm"],
    [
      "Its table of objects is broken; the file was looked through instead",
      "bảng đối tượng hỏng; đã dò toàn tệp để thay",
    ],
    ["Some of its objects are written wrong", "vài đối tượng viết sai cú pháp"],
    ["A stream is not as long as it says", "một luồng dữ liệu không dài như nó ghi"],
    ["References lead in a circle", "các tham chiếu chạy vòng"],
    ["it is too short", "hồ sơ quá ngắn"],
    ["it is no ICC profile", "đó không phải hồ sơ màu ICC"],
    ["it says (.+) bytes and has (.+)", "hồ sơ ghi $1 byte mà có $2"],
    ["its class is (.*)", "lớp của hồ sơ là $1"],
    ["its colour space is (.*)", "không gian màu của hồ sơ là $1"],
    ["N is missing", "thiếu N"],
    ["N is (.+)", "N bằng $1"],
    ["it has no table (.+)", "thiếu bảng $1"],
    ["Parts of its contents are written wrong", "Vài phần nội dung trang viết sai cú pháp"],
    ["Parts of its contents cannot be decoded", "Vài phần nội dung trang không giải mã được"],
    ["Its contents are no stream", "Nội dung trang không phải một luồng dữ liệu"],
    ["Its contents are coded with (.+)", "Nội dung trang được mã hoá bằng $1"],
    ["Its contents hold a word that is no operator: (.*)", "Nội dung trang có từ không phải toán tử: $1"],
    ["An inline picture has no data", "Một ảnh nội tuyến không có dữ liệu"],
    ["An inline picture is written wrong", "Một ảnh nội tuyến viết sai cú pháp"],
    ["An inline picture does not end", "Một ảnh nội tuyến không có chỗ kết thúc"],
    ["The pattern (.*) is missing", "Thiếu mẫu tô $1"],
    ["A shading is missing", "Thiếu một dải chuyển màu"],
    ["Forms hold each other in a circle or too deep", "Các khối form lồng nhau thành vòng hoặc quá sâu"],
    ["Text is shown without a font", "Có chữ mà không có phông"],
    ["A JPEG 2000 picture names no colour space", "Một ảnh JPEG 2000 không ghi không gian màu"],
    ["A colour has too few parts", "Một màu thiếu thành phần"],
    ["States are saved too deep", "Trạng thái đồ hoạ lưu lồng quá sâu"],
    ["A state is restored that was not saved", "Phục hồi một trạng thái đồ hoạ chưa lưu"],
    ["A saved state is never restored", "Một trạng thái đồ hoạ đã lưu không được phục hồi"],
    ["The graphics state (.*) is missing", "Thiếu trạng thái đồ hoạ $1"],
    ["The object (.*) is missing", "Thiếu đối tượng $1"],
    ["The font (.*) is missing", "Thiếu phông $1"],
    ["The colour space (.*) is missing or wrong", "Không gian màu $1 thiếu hoặc sai"],
    ["The tree of pages names a page twice or runs in a circle", "Cây trang ghi một trang hai lần hoặc chạy vòng"],
    ["The tree of pages is too deep or too large", "Cây trang quá sâu hoặc quá lớn"],
    ["A page is missing from the file", "Tệp thiếu một trang"],
    ["There are more than (.+) pages", "Có hơn $1 trang"],
  ] as const
).map(([en, vi]) => [new RegExp(`^${en}$`), vi]);

export function faultVi(fault: string): string {
  const known = FAULTS.find(([en]) => en.test(fault));
  return known ? fault.replace(known[0], known[1]) : fault;
}
