import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Size } from '../geometry/area';
import { selectedBox, type BoxEdit, type BoxEditor } from './box-editor';

interface Props {
  readonly editor: BoxEditor;
  readonly edit: (edit: BoxEdit) => void;
  readonly size: Size;
  readonly onCopy: () => void;
}

/** What keys do to boxes, for whoever has none. */
export const BoxTools = ({ editor, edit, size, onCopy }: Props) => {
  const { t } = useTranslation();
  const { past, future } = editor.history;
  const noBox = selectedBox(editor) === undefined;
  const tools = [
    ['add', false, () => edit({ type: 'add', size })],
    ['undo', past.length === 0, () => edit({ type: 'undo' })],
    ['redo', future.length === 0, () => edit({ type: 'redo' })],
    ['duplicate', noBox, () => edit({ type: 'duplicate', size })],
    ['delete', editor.selected === undefined, () => edit({ type: 'delete' })],
    ['copy', false, onCopy],
  ] as const;
  return (
    <Group gap={6} mt={8}>
      {tools.map(([name, isOff, run]) => (
        <Button key={name} size="compact-xs" variant="default" disabled={isOff} onClick={run}>
          {t(`labelling.boxes.${name}`)}
        </Button>
      ))}
    </Group>
  );
};
