/** Owns compressing the chunks of a build once and well, so that no server has to do it quickly at every request. */
import { glob, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const compress = promisify(brotliCompress);

/**
 * Puts `<file>.br` beside every chunk of the build in `distDir`; next.config.js hands them out. Only chunks: their names say
 * what is in them, while the build writes its manifests again after this.
 * @param {string} distDir
 * @returns {Promise<number>} how many there are
 */
export async function compressBuild(distDir) {
  const folder = join(distDir, "static", "chunks");
  let count = 0;
  for await (const file of glob("**/*.{js,css}", { cwd: folder })) {
    const bytes = await readFile(join(folder, file));
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    };
    await writeFile(join(folder, `${file}.br`), await compress(bytes, { params }));
    count++;
  }
  return count;
}
