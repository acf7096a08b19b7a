import type { LabelState } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import './item-state.css';

/** A mark and always a word. */
export const ItemState = ({ state }: { readonly state: LabelState }) => (
  <span className="item-state">
    <span className="item-state-dot" data-state={state} aria-hidden="true" />
    {useTranslation().t(`pictures.state.${state}`)}
  </span>
);
