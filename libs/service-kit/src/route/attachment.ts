/** Header of bytes that browsers keep as a file of this name (RFC 6266; names beyond ASCII as in RFC 8187). */
export const attachment = (fileName: string): Readonly<Record<string, string>> => {
  const plain = fileName.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(fileName.toWellFormed()).replaceAll(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return { 'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encoded}` };
};
