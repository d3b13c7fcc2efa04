kirinuki -q -C ws init --bare
printf 'id,name,kind,domains,tier,position,monthly_page_views\r\nasa,朝の新聞,national_paper,asa.example,1,1,"120,000,000"\r\n' | iconv -f UTF-8 -t CP932 >media.csv
printf 'kind,tier,unit,price_yen,source,confidence\nnational_paper,,cpm,350,媒体資料,published\n' >rates.csv
kirinuki -C ws medium import media.csv
kirinuki -C ws rate import rates.csv
kirinuki -C ws medium list
kirinuki -C ws medium export | od -An -c | head -n 1
kirinuki -C ws medium export | tail -n 1
kirinuki -C ws rate list
printf 'unit,price_yen,source\ncpm,free,x\ncpm,-3,x\n' >bad.csv
kirinuki -C ws rate import bad.csv; echo "exit $?"
printf 'a,b\n"open' >open.csv
kirinuki -C ws medium import open.csv; echo "exit $?"
kirinuki -C ws medium import nothing.csv; echo "exit $?"
kirinuki -C ws medium show tasogare; echo "exit $?"
