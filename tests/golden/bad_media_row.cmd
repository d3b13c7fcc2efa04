kirinuki -q -C ws init --bare
printf 'id,name,kind,domains,tier\nasa,朝の新聞,national_paper,asa.example,1\nyoru,夜の新聞,newspaperish,yoru.example,1\n' >media.csv
kirinuki -C ws medium import media.csv
