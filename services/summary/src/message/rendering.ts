import type { Message } from '@tutti/contracts/summary';

export interface RenderOptions {
  /** Base URL of the console: without it there are no links. */
  readonly consoleAt?: string | undefined;
  /** An attempt before may have arrived. */
  readonly mayRepeat?: boolean;
  /** The receiver found it too large. */
  readonly shrink?: boolean;
}

export interface RenderedLink {
  readonly title: string;
  readonly url: string;
}

/** Links of a message as whole addresses; a path cannot lead to another host. */
export const linksOf = ({ links }: Message, consoleAt: string | undefined): readonly RenderedLink[] => {
  if (consoleAt === undefined) return [];
  const origin = consoleAt.replace(/\/+$/, '');
  return links.map(({ title, path }) => ({ title, url: `${origin}/${path.replace(/^\/+/, '')}` }));
};
