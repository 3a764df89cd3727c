import { createContext } from 'preact';
import { useContext, useEffect, useMemo, useState } from 'preact/hooks';
import { figure } from '@/components/print';
import { ask, newAct, UNHURRIED } from '@/papers/remote';
import { asTrouble, type TroubleName } from '@/papers/trouble';

/** What has just been done and can be undone. */
export interface Said {
  words: string;
  rev?: number;
}

/** What can be done from anywhere in the library; every act says what it did. */
export interface Acts {
  /** Carries out an act, on one or many papers; gives its revision, and nothing where it was not carried out. */
  change(words: string, keys: string[], what: object): Promise<number | undefined>;
  /** Any other act. `words` may come from what was answered. */
  run(words: string, act: (act: string) => Promise<{ rev: number }>): Promise<number | undefined>;
  /** Takes an act back, without its revision the last one; gives whether it was. */
  undo(rev?: number): Promise<boolean>;
  fail(error: unknown): void;
  say(words: string): void;
}

/** How long "Saved · Undo" stays, in ms. */
const SAID_FOR = 12_000;

/** What takes longer, an import that is taken back, is said before it is done. */
const LONG_MS = 700;

const ActsContext = createContext<Acts | undefined>(undefined);

export const ActsProvider = ActsContext.Provider;

/** What can be done. @throws outside the library */
export function useActs(): Acts {
  const acts = useContext(ActsContext);
  if (!acts) throw new Error('useActs outside of ActsProvider');
  return acts;
}

export interface MadeActs {
  acts: Acts;
  /** What was said and what went wrong last. */
  said: Said | undefined;
  trouble: TroubleName | undefined;
  /** The revision of what was taken back last. */
  undone: number | undefined;
}

export function useMakeActs(): MadeActs {
  const [said, setSaid] = useState<Said>();
  const [undone, setUndone] = useState<number>();
  const [trouble, setTrouble] = useState<TroubleName>();
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(undefined), SAID_FOR);
    return () => clearTimeout(timer);
  }, [said]);
  const acts = useMemo<Acts>(() => {
    const fail = (error: unknown) => setTrouble(asTrouble(error).name);
    const run: Acts['run'] = async (words, act) => {
      try {
        const { rev } = await act(newAct());
        setTrouble(undefined);
        setSaid({ words, rev });
        return rev;
      } catch (error) {
        fail(error);
        return undefined;
      }
    };
    return {
      run,
      fail,
      say: (words) => setSaid({ words }),
      change: (words, keys, what) => {
        const many = keys.length > 1 ? ` · ${figure(keys.length)} papers` : '';
        const targets = keys.map((key) => ({ key }));
        return run(`${words}${many}`, (act) => ask('papers.change', { act, targets, ...what }));
      },
      undo: async (rev) => {
        const long = setTimeout(() => setSaid({ words: 'Taking it back; Last changes shows how far it is' }), LONG_MS);
        try {
          const { kept } = await ask('acts.undo', { act: newAct(), ...(rev !== undefined && { rev }) }, UNHURRIED);
          setTrouble(undefined);
          setSaid({
            words: kept ? `Undone, but kept as it was changed since: ${kept.slice(0, 3).join(', ')}` : 'Undone',
          });
          setUndone(rev);
          return true;
        } catch (error) {
          fail(error);
          return false;
        } finally {
          clearTimeout(long);
        }
      },
    };
  }, []);
  return { acts, said, trouble, undone };
}
