import { Kbd, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../../components/dialog';
import type { Catalogue } from '../../../i18n/en';
import { keysOf, shownKey } from '../keys';
import { useLabeller } from '../labeller-context';

type Name = keyof Catalogue['labelling']['help'];
type Line = readonly [keys: readonly string[], name: Name];

const forClasses: readonly Line[] = [
  [['Enter'], 'accept'],
  [['Space', '→'], 'skip'],
  [['←'], 'previous'],
  [['U', 'Ctrl+Z'], 'undo'],
];

const forBoxes: readonly Line[] = [
  [['Shift'], 'draw'],
  [['Tab', 'Shift+Tab'], 'select'],
  [['←', '→', '↑', '↓'], 'move'],
  [['Alt+←', '→', '↑', '↓'], 'grow'],
  [['Delete', 'Backspace'], 'delete'],
  [['N'], 'add'],
  [['D'], 'duplicate'],
  [['V'], 'copy'],
  [['A'], 'acceptAll'],
  [['X'], 'dismissAll'],
  [['Enter'], 'acceptBox'],
  [['S'], 'save'],
  [['0'], 'nothing'],
  [['Space', '→'], 'skip'],
  [['←'], 'previous'],
  [['Ctrl+Z'], 'undoBox'],
  [['Ctrl+Shift+Z'], 'redo'],
  [['U'], 'undo'],
  [['H'], 'hide'],
  [['Esc'], 'escape'],
];

const forBoth: readonly Line[] = [
  [['E'], 'exclude'],
  [['+', '−'], 'zoom'],
  [['F'], 'fit'],
  [['R'], 'actual'],
  [['Space'], 'pan'],
  [['/'], 'search'],
  [['C'], 'tray'],
  [['?'], 'help'],
];

const Row = ({ keys, children }: { readonly keys: readonly string[]; readonly children: ReactNode }) => (
  <Table.Tr>
    <Table.Td w={170}>
      {keys.map((key) => (
        <Kbd key={key} mr={4}>
          {key}
        </Kbd>
      ))}
    </Table.Td>
    <Table.Td>{children}</Table.Td>
  </Table.Tr>
);

/** All keys, as they are with these classes. */
export const HelpDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const { classes, keys, dataset } = useLabeller();
  const isBoxes = dataset.task === 'object-detection';
  const lines = [...(isBoxes ? forBoxes : forClasses), ...forBoth];
  return (
    <Dialog onClose={onClose} title={t('labelling.help.title')} size="lg">
      <Text size="sm" c="dimmed" mb="xs">
        {t('labelling.help.shift')}
      </Text>
      <Table verticalSpacing={4} aria-label={t('labelling.help.title')}>
        <Table.Tbody>
          {classes
            .filter((of) => keysOf(of, keys).length > 0)
            .map((of) => (
              <Row key={of.key} keys={keysOf(of, keys).map((key) => key.toUpperCase())}>
                <strong>{of.name}</strong>: {t(isBoxes ? 'labelling.help.classBox' : 'labelling.help.class')}
              </Row>
            ))}
          {lines.map(([of, name]) => (
            <Row key={name} keys={of.map((key) => shownKey(key, keys))}>
              {t(`labelling.help.${name}`)}
            </Row>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="sm" c="dimmed" mt="xs">
        {t('labelling.help.wheel')}
      </Text>
    </Dialog>
  );
};
