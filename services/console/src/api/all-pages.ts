interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextPageToken: string;
}

/** All items of a list, page after page, at most `limit` pages. */
export const allPages = async <Item>(
  fetchPage: (pageToken: string | undefined) => Promise<Page<Item>>,
  limit = 20,
): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let token: string | undefined;
  for (let page = 0; page < limit; page++) {
    const { items: more, nextPageToken } = await fetchPage(token);
    items.push(...more);
    if (nextPageToken === '') break;
    token = nextPageToken;
  }
  return items;
};
