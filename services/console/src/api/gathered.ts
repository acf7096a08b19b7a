/** A filter of so many ids is short enough for the server. */
const most = 30;

interface Batch<Item> {
  readonly ids: Set<string>;
  readonly found: Promise<ReadonlyMap<string, Item>>;
}

const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

/** Gathers the ids that are asked for in one breath into one request. Answers null for what is not there. */
export const gathered = <Item extends { readonly id: string }>(
  fetchAll: (ids: readonly string[]) => Promise<readonly Item[]>,
): ((id: string) => Promise<Item | null>) => {
  let open: Batch<Item> | undefined;
  const begin = (): Batch<Item> => {
    const ids = new Set<string>();
    const answer = async (): Promise<ReadonlyMap<string, Item>> => {
      await breath();
      if (open?.ids === ids) open = undefined;
      return new Map((await fetchAll([...ids])).map((item) => [item.id, item]));
    };
    return { ids, found: answer() };
  };
  return async (id) => {
    if (!open || open.ids.size >= most) open = begin();
    open.ids.add(id);
    return (await open.found).get(id) ?? null;
  };
};
