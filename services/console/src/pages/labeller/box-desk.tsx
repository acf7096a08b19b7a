import { Button, Group } from '@mantine/core';
import type { Item, LabelBox } from '@tutti/contracts/datasets';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';
import { isEmpty, plainBoxes, selectedBox, type BoxEditor } from './boxes/box-editor';
import { BoxLayer } from './boxes/box-layer';
import { BoxList } from './boxes/box-list';
import { BoxTools } from './boxes/box-tools';
import { isAccepted, suggestionsOf } from './boxes/suggestions';
import { useBoxDrawing } from './boxes/use-box-drawing';
import { boxKeys } from './boxes/use-box-keys';
import { useBoxes } from './boxes/use-boxes';
import { Desk } from './desk';
import { shownKey } from './keys';
import { standingIn, useLabeller, useSitting, useUnsaved } from './labeller-context';
import { BoxSuggestions } from './panels/box-suggestions';
import { ClassList } from './panels/class-list';
import { Panel } from './panels/panel';
import type { Mode } from './stage/zoom-tools';
import { useLabelText } from './use-label-text';
import { useSaying } from './use-saying';

interface Props {
  readonly item: Item;
  readonly isShown: boolean;
  readonly description: string;
  readonly onShown: (itemId: string) => void;
}

/** The boxes of the picture before, as they were said last. */
const usePrevious = (): readonly LabelBox[] => {
  const { items, at, said } = useSitting();
  const unsaved = useUnsaved();
  const before = items[at - 1] ?? said.at(-1)?.item;
  const label = before && standingIn(before, unsaved).label;
  return label && 'boxes' in label ? label.boxes : [];
};

/** What is selected, for whoever cannot see it. */
const useSelectionText = (): ((editor: BoxEditor) => string) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { nameOf } = useLabelText();
  return (editor) => {
    const { boxes, suggestions } = editor.history.present;
    const box = selectedBox(editor);
    if (box) {
      const shown = (pixels: number): string => format.number(pixels, 1);
      return t('labelling.boxes.selected', {
        name: nameOf(box.classKey),
        number: boxes.indexOf(box) + 1,
        count: boxes.length,
        x: shown(box.x),
        y: shown(box.y),
        w: shown(box.w),
        h: shown(box.h),
      });
    }
    const proposed = suggestions.find(({ id }) => id === editor.selected);
    if (!proposed) return '';
    const { name, score } = proposed;
    return t('labelling.boxes.suggested', { name, score: format.percent(score) });
  };
};

const useBoxDesk = (item: Item, isShown: boolean) => {
  const { t } = useTranslation();
  const { classes, keys, announce } = useLabeller();
  const { nameOf } = useLabelText();
  const { editor, edit, retired } = useBoxes(item);
  const saying = useSaying(item, isShown);
  const previous = usePrevious();
  const save = (): void => {
    if (isEmpty(editor)) return announce(t('labelling.said.empty', { key: shownKey('0', keys) }));
    if (retired) {
      edit({ type: 'select', id: retired.id });
      return announce(t('labelling.said.retired'));
    }
    const label = { boxes: plainBoxes(editor.history.present.boxes) };
    const isModels = isAccepted(label, suggestionsOf(item.prediction, classes, item));
    saying.label(label, isModels ? 'model-accepted' : 'person');
  };
  const copy = (): void => {
    if (previous.length === 0) return announce(t('labelling.said.noPrevious'));
    const inside = previous.filter(({ x, y, w, h }) => x + w <= item.width && y + h <= item.height);
    edit({ type: 'paste', boxes: inside });
    announce(t('labelling.said.pasted', { count: inside.length }));
  };
  const choose = (classKey: string): void => {
    edit({ type: 'classify', classKey });
    announce(t('labelling.said.chosen', { name: nameOf(classKey) }));
  };
  return { editor, edit, saying, save, copy, choose, nothing: () => saying.label({ boxes: [] }) };
};

/** Boxes on the picture: drawn, named, and saved together. */
export const BoxDesk = ({ item, isShown, description, onShown }: Props) => {
  const { t } = useTranslation();
  const { allClasses, keys } = useLabeller();
  const desk = useBoxDesk(item, isShown);
  const { editor, edit, saying, save, nothing, copy, choose } = desk;
  const { isEnabled } = saying;
  const [mode, setMode] = useState<Mode>('draw');
  const [isHidden, hide] = useState(false);
  const { drawing, preview } = useBoxDrawing({ editor, edit, size: item, mode, isEnabled });
  const selection = useSelectionText()(editor);
  const chosen = selectedBox(editor)?.classKey ?? editor.classKey;
  return (
    <Desk
      item={item}
      isShown={isShown}
      saying={saying}
      drawing={drawing}
      mode={isEnabled ? mode : undefined}
      onMode={setMode}
      onKey={boxKeys({ item, editor, edit, keys, isEnabled, save, nothing, copy, hide, choose })}
      description={[description, selection].filter((text) => text !== '').join('. ')}
      onShown={onShown}
      overlay={({ view, screen }) => (
        <>
          {!isHidden && (
            <BoxLayer
              editor={editor}
              classes={allClasses}
              preview={preview}
              view={view}
              screen={screen}
              withHandles={isEnabled}
            />
          )}
          <span className="lb-unseen" role="status">
            {selection}
          </span>
        </>
      )}
      side={
        <>
          {isEnabled && (
            <Group gap={6} grow className="lb-save">
              <Button px="xs" onClick={save}>
                {t('labelling.boxes.save')}
              </Button>
              <Button px="xs" variant="default" onClick={nothing}>
                {t('labelling.boxes.empty')}
              </Button>
            </Group>
          )}
          <Panel title={t('labelling.classes.title')}>
            <ClassList chosen={chosen} isEnabled={isEnabled} onChoose={choose} />
          </Panel>
          <BoxSuggestions item={item} editor={editor} edit={edit} isEnabled={isEnabled} />
          <Panel title={t('labelling.boxes.title')}>
            <BoxList editor={editor} edit={edit} />
            {isEnabled && <BoxTools editor={editor} edit={edit} size={item} onCopy={copy} />}
          </Panel>
        </>
      }
    />
  );
};
