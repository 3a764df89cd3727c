import type { Paper } from '@/papers/paper';

/** The kind of publication as BibTeX names it, guessed from where it appeared. */
export function kindOf({ venue }: Paper): 'article' | 'inproceedings' | 'misc' {
  if (!venue || /^(?:arxiv|corr|biorxiv|medrxiv|preprints?|ssrn)\b/i.test(venue)) return 'misc';
  return isMeeting(venue) ? 'inproceedings' : 'article';
}

function isMeeting(venue: string): boolean {
  if (/\b(?:journal|transactions|letters|magazine|review|trans\.)\b/i.test(venue)) return false;
  return (
    /\b(?:proceedings|proc\.|conference|conf\.|workshops?|symposium|meeting)\b/i.test(venue) || acronym.test(venue)
  );
}

const acronym =
  /^(?:\w+ @ )?(?:AAAI|AAMAS|ACL|AISTATS|ASE|CCS|CHI|CIKM|COLING|COLM|COLT|CoNLL|CoRL|CVPR|DAC|EACL|ECCV|ECIR|ECML|EMNLP|FAccT|FAST|FOCS|FSE|HPCA|ICASSP|ICCV|ICDE|ICLR|ICML|ICRA|ICSE|IJCAI|INFOCOM|INTERSPEECH|IROS|ISCA|ISMAR|ISSTA|KDD|LREC|MICCAI|MICRO|MLSys|MM|MobiCom|NAACL|NDSS|NeurIPS|NIPS|NSDI|OOPSLA|OSDI|PLDI|PODC|PODS|POPL|RecSys|RSS|S&P|SDM|SIGCOMM|SIGGRAPH|SIGIR|SIGMOD|SODA|SOSP|STOC|UAI|UbiComp|UIST|USENIX|VLDB|WACV|WSDM|WWW)\b/i;
