import type { Item } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { suggestedClass } from './boxes/suggestions';
import { Desk } from './desk';
import { useLabeller } from './labeller-context';
import { ClassList } from './panels/class-list';
import { ClassSuggestion } from './panels/class-suggestion';
import { Panel } from './panels/panel';
import type { Drawing } from './stage/gesture';
import type { OnKey } from './use-keys';
import { useSaying } from './use-saying';

interface Props {
  readonly item: Item;
  readonly isShown: boolean;
  readonly description: string;
  readonly onShown: (itemId: string) => void;
}

/** Nothing is drawn: a drag moves the picture. */
const looking: Drawing = { begin: () => undefined, click: () => undefined, cursor: () => 'grab' };

/** One class for the whole picture: a key says it and goes on. */
export const ClassDesk = ({ item, isShown, ...rest }: Props) => {
  const { t } = useTranslation();
  const { classes, keys, announce } = useLabeller();
  const saying = useSaying(item, isShown);
  const { label } = saying.standing;
  const say = (classKey: string): void => saying.label({ classKey });
  const accept = (): void => {
    const meant = suggestedClass(item.prediction, classes);
    if (meant) saying.label({ classKey: meant.key }, 'model-accepted');
    else announce(t('labelling.said.noSuggestion'));
  };
  const onKey: OnKey = (key, event) => {
    if (event.type !== 'keydown' || event.ctrlKey || event.metaKey || event.altKey) return false;
    const of = event.shiftKey ? undefined : keys.get(key);
    if (!of && key !== 'Enter') return false;
    // A key that is held must not label all that follows.
    if (event.repeat) return true;
    if (of) say(of.key);
    else accept();
    return true;
  };
  return (
    <Desk
      item={item}
      isShown={isShown}
      saying={saying}
      drawing={looking}
      mode={undefined}
      onMode={() => undefined}
      onKey={onKey}
      overlay={() => null}
      side={
        <>
          <Panel title={t('labelling.classes.title')}>
            <ClassList
              chosen={label && 'classKey' in label ? label.classKey : undefined}
              isEnabled={saying.isEnabled}
              onChoose={say}
            />
          </Panel>
          <ClassSuggestion item={item} isEnabled={saying.isEnabled} onAccept={accept} />
        </>
      }
      {...rest}
    />
  );
};
