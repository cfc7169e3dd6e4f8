#!/usr/bin/env bash
# scripts/corpus counts as a labelled corpus's scorer does: a finding that meets a
# true label finds it, wherever its lines meet; one that meets only others is
# wrong; without a label it is stray; dropped categories and licences count
# nowhere. What is too little is named, and fails.
. "$(dirname "$0")/common.sh"
top=$(realpath "$(dirname "$0")/../..")
program=$(dirname "$GITWARD")/judge/candidates
[ -x "$program" ] || skip "candidates is not built"

mkdir -p corpus files/one/src files/two
cat > corpus/README.md << 'END'
The figure that matters is with `--drop 'UUID,Salt'`.
END
cat > files/one/src/tokens.env << END
FIRST=$(fake github-pat 1)
SECOND=$(fake github-pat 2)
THIRD=$(fake github-pat 3)
FOURTH=$(fake github-pat 4)
FIFTH=$(fake github-pat 5)
END
cat > files/one/LICENSE.txt << END
$(fake github-pat 6)
END
cat > files/two/notes.txt << END
nothing that anybody would see
two lines
and on the second: $(fake github-pat 7)
password = "$(printf 'q%s' w3 Rt9 Zp2 x)"
END
tar -cJf corpus/files.tar.xz files
tr ' ' '\t' > corpus/labels.tsv << 'END'
path line_start line_end label category value_start value_end
one/src/tokens.env 1 1 T Token 6 46
one/src/tokens.env 1 1 F Key 6 46
one/src/tokens.env 2 2 X Token 7 47
one/src/tokens.env 3 3 T UUID 6 46
one/src/tokens.env 5 5 T Token:UUID -1 -1
two/notes.txt 1 1 T Password 0 7
two/notes.txt 2 3 T Auth -1 -1
END

measure() { "$top/scripts/corpus" "$@"; }

exits 1 measure corpus "$GITWARD" --missing
compare "$out" << 'END'

the corpus, which was learned from precision  recall      F1  strict  findings
  all confidences                      0.750   0.750   0.750   0.500         8
  medium and above                     0.750   0.750   0.750   0.500         8

each confidence alone              precision  recall      F1  strict  findings
  proven                               0.750   0.750   0.750   0.600         7
  medium                               0.000   0.000   0.000   0.000         1

75.0% of 4 true lines are seen: met by a rule or by one of 1 candidates
Password: 1 that nothing meets
  two/notes.txt:1
Password: 1 that nothing reports
  two/notes.txt:1

missed: the corpus, all confidences: precision is 0.750, wanted is 0.9 or more
missed: the corpus, all confidences: recall is 0.750, wanted is 0.87 or more
missed: the corpus, all confidences: f1 is 0.750, wanted is 0.89 or more
missed: the corpus, all confidences: strict is 0.500, wanted is 0.83 or more
missed: the corpus, medium and above: precision is 0.750, wanted is 0.93 or more
missed: the corpus, medium and above: strict is 0.500, wanted is 0.9 or more
missed: share of true lines that are seen is 0.750, wanted is 0.97 or more
END

# A level that is worse than the one below it is named.
sed -i "s/^one.*2\tX/one\/src\/tokens.env\t2\t2\tT/" corpus/labels.tsv
sed -i '/^two/d' corpus/labels.tsv
printf 'two/notes.txt\t%s\t%s\tT\tPassword\t-1\t-1\n' 4 4 >> corpus/labels.tsv
exits 1 measure corpus "$GITWARD" --candidates
says "100.0% of 4 true lines are seen"
says "missed: proven confidence: strict is 0.600, not above that of medium, 1.000"

mkdir nothing
expect_error 2 measure nothing "$GITWARD" --candidates << 'END'
corpus: no nothing/README.md: not a labelled corpus
END
