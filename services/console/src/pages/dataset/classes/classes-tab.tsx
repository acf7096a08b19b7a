import { useShownDataset } from '../use-shown-dataset';

/** What labels may say. */
export const ClassesTab = () => (
  <ul>
    {useShownDataset().schema.classes.map(({ key, name }) => (
      <li key={key}>{name}</li>
    ))}
  </ul>
);
