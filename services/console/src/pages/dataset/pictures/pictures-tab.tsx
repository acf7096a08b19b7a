import { useItems } from '../../../api/items';
import { Loaded } from '../../../components/loaded';
import { LoadMore } from '../../../components/load-more';
import { RowsSkeleton } from '../../../components/rows-skeleton';
import { useShownDataset } from '../use-shown-dataset';

/** The pictures of the dataset. */
export const PicturesTab = () => {
  const { dataset } = useShownDataset();
  const query = useItems(dataset.id, { q: '', sort: 'addedAt:DESC' });
  return (
    <Loaded query={query} skeleton={<RowsSkeleton />}>
      {({ pages }) => (
        <>
          {pages
            .flatMap(({ items }) => items)
            .map(({ id, thumbnailUrl, fileName }) => (
              <img key={id} src={thumbnailUrl} alt={fileName ?? id} width={120} />
            ))}
          <LoadMore query={query} what="more" />
        </>
      )}
    </Loaded>
  );
};
