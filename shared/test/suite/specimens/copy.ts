/** Copy of our own for specimens: ordinary sentences with the letters, figures and marks that are hard to set. */
export const VI =
  "Chợ họp từ ba giờ sáng, khi nước còn ròng và ghe chưa phải chen nhau. Tôi bán chữ cho người ta, nghĩa là in tờ rơi, " +
  "thiệp cưới, bảng hiệu; mỗi tháng một lần in tờ tin của phường. Giấy thì mua trên thành phố, mực thì tự pha. Người ở " +
  "kế bên nghe tiếng máy quen tới nỗi hôm nào máy nghỉ là chạy qua hỏi: “Bữa nay nhà mình có chuyện gì sao?”";
export const VI_MORE =
  "Năm 1998, kinh tế - xã hội trong xóm đổi khác, nhiều nhà bỏ nghề, riêng nhà tôi giữ lại hai máy và 5 000 con chữ. Ông " +
  "Nguyễn Văn Lợi, thợ cả, nay đã 82 tuổi, vẫn xếp được 40 dòng một giờ, nhanh hơn mấy đứa trẻ mới học việc.";
export const EN =
  "The press came up the river on a barge in nineteen fifty-two, and nobody has been able to move it since. We set " +
  "perhaps forty lines an hour, which people find extraordinarily slow, until they have tried to read what was set " +
  "faster. “Give it an afternoon,” my father used to say, “and the afternoon gives it back to you.”";
export const EN_MORE =
  "Apprentices begin with distribution: putting yesterday’s type back into its case, letter by letter, until the hands " +
  "know the compartments better than the eyes do. It is unfashionable, repetitious and indispensable; the firms that " +
  "skipped it are gone.";
