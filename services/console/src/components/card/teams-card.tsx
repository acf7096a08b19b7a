import { IconRouteAltLeft } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CardElement, CardText } from './adaptive-card';
import { cardLines } from './card-text';
import './teams-card.css';

/** Lines in a row that belong to one list, or to none. */
const groupsOf = (text: string) => {
  const groups: { readonly listed: boolean; readonly lines: string[] }[] = [];
  for (const { listed, text: line } of cardLines(text)) {
    const last = groups.at(-1);
    if (last?.listed === listed) last.lines.push(line);
    else groups.push({ listed, lines: [line] });
  }
  return groups;
};

const Text = ({ block }: { readonly block: CardText }) => (
  <div
    className="teams-text"
    data-size={block.size}
    data-weight={block.weight}
    data-colour={block.color}
    data-subtle={block.isSubtle === true ? '' : undefined}
    data-separator={block.separator === true ? '' : undefined}
  >
    {groupsOf(block.text).map(({ listed, lines }) =>
      listed ? (
        <ul key={lines.join()}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ) : (
        lines.map((line) => <p key={line}>{line}</p>)
      ),
    )}
  </div>
);

const Element = ({ element }: { readonly element: CardElement }) => {
  if ('text' in element) return <Text block={element} />;
  if (!('facts' in element)) return null;
  return (
    <dl className="teams-facts">
      {element.facts.map(({ title, value }) => (
        <div key={title} style={{ display: 'contents' }}>
          <dt>{cardLines(title)[0]?.text}</dt>
          <dd>{cardLines(value)[0]?.text}</dd>
        </div>
      ))}
    </dl>
  );
};

interface Props {
  readonly card: {
    readonly body: readonly CardElement[];
    readonly actions?: readonly { readonly title: string; readonly url: string }[] | undefined;
  };
}

/** A card as it stands in a channel of Teams. */
export const TeamsCard = ({ card: { body, actions = [] } }: Props) => {
  const { t } = useTranslation();
  return (
    <div className="teams">
      <div className="teams-sender" aria-hidden="true">
        <IconRouteAltLeft size={20} />
        {t('summaries.card.sender')}
      </div>
      <div className="teams-card" data-card>
        {body.map((element, index) => (
          // A card is drawn as a whole: its elements have no names, and do not move.
          <Element key={`${index} ${element.type}`} element={element} />
        ))}
        {actions.length > 0 && (
          <div className="teams-actions">
            {actions.map(({ title, url }) => (
              <a key={url} href={url} target="_blank" rel="noreferrer">
                {title}
              </a>
            ))}
          </div>
        )}
      </div>
    </div>
  );
};
