import { maxItemBytes, pictureMediaType, type PictureMediaType } from '@tutti/contracts/datasets';

export type LocalFault = 'type' | 'size' | 'empty' | Unread['fault'];

/** What was found and cannot be read; what comes after it still is. */
interface Unread {
  readonly name: string;
  /** One file, or the rest of a folder. */
  readonly fault: 'unreadable' | 'folder';
}

export type FoundFile = File | Unread;

/** What can be said of a file before it is sent. */
export type Checked =
  | { readonly kind: 'picture'; readonly type: PictureMediaType }
  | { readonly kind: 'refused'; readonly fault: LocalFault }
  /** What file systems leave in folders. */
  | { readonly kind: 'ignored' };

const endings: Readonly<Record<string, PictureMediaType>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
};

const litter = /^(\..*|thumbs\.db|desktop\.ini)$/i;

/** Browsers go by the ending too, but do not know all of them everywhere. */
const typeOf = ({ name, type }: Pick<File, 'name' | 'type'>): PictureMediaType | undefined => {
  const said = pictureMediaType.safeParse(type);
  if (said.success) return said.data;
  return type === '' ? endings[name.split('.').at(-1)?.toLowerCase() ?? ''] : undefined;
};

export const checkPicture = (file: Pick<File, 'name' | 'type' | 'size'>): Checked => {
  if (litter.test(file.name)) return { kind: 'ignored' };
  const type = typeOf(file);
  if (type === undefined) return { kind: 'refused', fault: 'type' };
  if (file.size === 0) return { kind: 'refused', fault: 'empty' };
  return file.size > maxItemBytes ? { kind: 'refused', fault: 'size' } : { kind: 'picture', type };
};
