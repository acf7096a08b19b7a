import type { Item, Label } from '@tutti/contracts/datasets';
import { ItemPicture } from '../../../components/label/item-picture';
import { useLabeller } from '../labeller-context';

/** A small picture with the boxes of one label; the words below it say the same. */
export const LabelPreview = ({ item, label }: { readonly item: Item; readonly label: Label | null }) => {
  const { allClasses } = useLabeller();
  const classes = new Map(allClasses.map((one) => [one.key, one]));
  return (
    <ItemPicture item={{ ...item, prediction: null, label: label && { label } }} classes={classes} alt="" />
  );
};
