import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/use-format';
import { useLabeller } from '../labeller-context';
import type { BoxEdit, BoxEditor } from './box-editor';

interface Props {
  readonly editor: BoxEditor;
  readonly edit: (edit: BoxEdit) => void;
}

/** The boxes as a list: for screen readers, and to find one that hides below others. */
export const BoxList = ({ editor, edit }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { allClasses } = useLabeller();
  const { boxes } = editor.history.present;
  if (boxes.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('labelling.boxes.none')}
      </Text>
    );
  return (
    <ul className="lb-list" aria-label={t('labelling.boxes.title')}>
      {boxes.map(({ id, classKey, x, y, w, h }) => {
        const of = allClasses.find(({ key }) => key === classKey);
        const [left, top, width, height] = [x, y, w, h].map((one) => format.number(one, 1));
        return (
          <li key={id}>
            <button
              type="button"
              className="lb-row"
              aria-pressed={id === editor.selected}
              onClick={() => edit({ type: 'select', id: id === editor.selected ? undefined : id })}
            >
              <span className="lb-swatch" style={{ background: of?.colour }} />
              <span className="lb-row-name">{of?.name ?? classKey}</span>
              <span className="lb-row-aside num">
                {left}, {top} · {width} × {height}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
};
