interface Page {
  readonly nextPageToken: string;
}

/** For infinite queries over lists that answer with `nextPageToken`. */
export const pages = {
  initialPageParam: '',
  getNextPageParam: (last: Page): string | undefined =>
    last.nextPageToken === '' ? undefined : last.nextPageToken,
};
