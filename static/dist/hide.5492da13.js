// Makes places of a photo unrecognisable before it is kept anywhere, as the server does (internal/picture/blur.go):
// blocks of their mean colour, few to a circle and rounded, so that nothing of a face remains.
const blocksAcross = 4, smallest = 12, shades = 32;

/**
 * Blocks in the place of what is within an area.
 * @param {ImageData} picture @param {number[]} area left, top, right, bottom @param {number} block @param {(x: number, y: number) => boolean} within
 */
const mosaic = ({ data, width, height }, [left, top, right, bottom], block, within) => {
  for (let by = top; by < bottom; by += block) {
    for (let bx = left; bx < right; bx += block) {
      const sum = [0, 0, 0];
      /** @type {number[]} */
      const dots = [];
      for (let y = Math.max(0, by); y < Math.min(by + block, bottom, height); y++) {
        for (let x = Math.max(0, bx); x < Math.min(bx + block, right, width); x++) {
          if (!within(x, y)) continue;
          const at = 4 * (y * width + x);
          dots.push(at);
          for (let c = 0; c < 3; c++) sum[c] += data[at + c];
        }
      }
      const mean = sum.map((s) => Math.round(s / dots.length / shades) * shades);
      for (const at of dots) data.set(mean, at);
    }
  }
};

/**
 * The photo without what is hidden; as it was where this browser cannot read it.
 * @param {File} file @param {{x: number, y: number, r: number}[]} spots parts of its width (x, r) and height (y) @param {boolean} upper its upper half too
 */
const hide = async (file, spots, upper) => {
  const canvas = document.createElement('canvas');
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const w = canvas.width = picture.width, h = canvas.height = picture.height;
    const pen = canvas.getContext('2d', { alpha: false });
    if (!pen) return file;
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, w, h);
    pen.drawImage(picture, 0, 0);
    picture.close();
    const dots = pen.getImageData(0, 0, w, h);
    if (upper) mosaic(dots, [0, 0, w, Math.ceil(h / 2)], Math.max(1, Math.floor(Math.max(w, h) / 12)), () => true);
    for (const s of spots) {
      const r = Math.max(Math.round(s.r * w), smallest), cx = Math.floor(s.x * w), cy = Math.floor(s.y * h);
      mosaic(dots, [cx - r, cy - r, cx + r + 1, cy + r + 1], Math.floor((2 * r + blocksAcross) / blocksAcross), (x, y) => (x - cx) ** 2 + (y - cy) ** 2 <= r * r);
    }
    pen.putImageData(dots, 0, 0);
    const blob = await new Promise((/** @type {BlobCallback} */ done) => canvas.toBlob(done, 'image/jpeg', 0.85));
    return blob ? new File([blob], file.name.replace(/\.\w+$/, '') + '.jpg', { type: 'image/jpeg' }) : file;
  } catch {
    return file;
  } finally {
    canvas.width = 0; // a phone's memory is small
  }
};
export default hide;
