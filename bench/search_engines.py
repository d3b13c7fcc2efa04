# SPDX-License-Identifier: GPL-3.0-or-later
"""Search engines as child processes that answer one question at a time: kirinuki and
Groonga with two tokenizers, on the same articles. One method each: build(), open(),
ask(row) -> total. Both return id, title and score of the first ten.

A build has two steps, loading and indexing. What each took is noted in a file beside
the engine's folder as soon as it is done, so that a build that was interrupted goes
on with the step it was in."""
import json
import os
import shutil
import subprocess
import time


def folder_bytes(path):
    return sum(os.path.getsize(os.path.join(r, f)) for r, _, names in os.walk(path) for f in names)


def month_end(month):
    year, number = int(month[:4]), int(month[5:])
    return "%04d-%02d" % ((year + 1, 1) if number == 12 else (year, number + 1))


class Child:
    """A process that is asked by lines; its processor time is read from the kernel."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self.rest = b""

    def ask(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        while b"\n" not in self.rest:
            got = os.read(self.process.stdout.fileno(), 1 << 20)
            if not got:
                raise RuntimeError("the process ended")
            self.rest += got
        answer, self.rest = self.rest.split(b"\n", 1)
        return answer

    def cpu_ns(self):
        with open("/proc/%d/schedstat" % self.process.pid) as stat:
            return int(stat.read().split()[0])

    def peak_mb(self):
        with open("/proc/%d/status" % self.process.pid) as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Engine:
    def __init__(self, name, docs, folder):
        self.name, self.docs, self.folder = name, docs, folder
        self.notes = folder + ".built.json"

    def built(self):
        """What was noted; {} before the first step."""
        if not os.path.exists(self.notes):
            return {}
        with open(self.notes) as notes:
            return json.load(notes)

    def note(self, **figures):
        made = dict(self.built(), **figures)
        with open(self.notes + ".new", "w") as notes:
            json.dump(made, notes)
        os.replace(self.notes + ".new", self.notes)

    def is_built(self):
        return "index_s" in self.built()

    def is_loaded(self):
        return "load_s" in self.built()

    def build(self):
        if not self.is_loaded():
            shutil.rmtree(self.folder, ignore_errors=True)
            if os.path.exists(self.notes):
                os.remove(self.notes)
            self.load()
        if not self.is_built():
            self.index()


class Kirinuki(Engine):
    def __init__(self, program, docs, cache):
        super().__init__("kirinuki", docs, os.path.join(cache, "kirinuki"))
        self.program, self.workspace = program, self.folder

    def run(self, *arguments):
        """Seconds of wall clock, and the peak of the largest process."""
        begin = time.monotonic()
        done = subprocess.run(["/usr/bin/env", "time", "-f", "%M", self.program, "-q", "-C", self.workspace, *arguments],
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True)
        return time.monotonic() - begin, int(done.stderr.split()[-1]) / 1024

    def load(self):
        self.run("init", "--bare")
        seconds, _ = self.run("import", self.docs)
        self.note(load_s=seconds)

    def index(self):
        """From nothing: what an interrupted run left, the program removes itself."""
        seconds, peak = self.run("index")
        self.note(index_s=seconds, peak_mb=peak)

    def index_bytes(self):
        return folder_bytes(os.path.join(self.workspace, "index"))

    def open(self):
        self.run("index")  # nothing to do, unless the program is another one
        self.child = Child([self.program, "-q", "-C", self.workspace, "search", "--batch"])

    def ask(self, row):
        query = " ".join('"%s"' % word for word in row["words"])
        if "month" in row:
            query += " date:%s" % row["month"]
        asked = {"id": 1, "query": query, "limit": 10, "fields": ["title", "score"]}
        if row.get("facets"):
            asked["facets"] = ["medium", "day"]
        if row.get("count"):
            asked["count"] = True
        answer = json.loads(self.child.ask(json.dumps(asked, ensure_ascii=False)))
        if "hits" not in answer:
            raise RuntimeError("%s: %s" % (query, answer))
        return answer.get("total")

    def close(self):
        self.child.close()


class Groonga(Engine):
    COLUMNS = ["column_create Docs title COLUMN_SCALAR ShortText", "column_create Docs text COLUMN_SCALAR LongText",
               "column_create Docs site COLUMN_SCALAR Hosts", "column_create Docs day COLUMN_SCALAR ShortText",
               "column_create Docs published COLUMN_SCALAR Time"]

    def __init__(self, tokenizer, docs, cache):
        super().__init__("groonga " + tokenizer, docs, os.path.join(cache, "groonga_" + tokenizer))
        self.tokenizer = tokenizer
        self.db = os.path.join(self.folder, "db")

    def command(self, *lines):
        subprocess.run(["groonga", self.db], input="\n".join(lines).encode() + b"\n", stdout=subprocess.DEVNULL, check=True)

    def load(self):
        """Loads first and indexes then, in one go, which is Groonga's faster way."""
        os.makedirs(self.folder)
        subprocess.run(["groonga", "-n", self.db, "status"], stdout=subprocess.DEVNULL, check=True)
        self.command("table_create Hosts TABLE_PAT_KEY ShortText", "table_create Docs TABLE_HASH_KEY ShortText", *self.COLUMNS)
        begin = time.monotonic()
        child = subprocess.Popen(["groonga", self.db], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        child.stdin.write(b"load --table Docs\n[\n")
        with open(self.docs, encoding="utf-8") as docs:
            for number, line in enumerate(docs):
                row = json.loads(line)
                made = {"_key": row["id"], "title": row["title"], "text": row["text"], "site": row["url"].split("/")[2],
                        "day": row["published"][:10], "published": row["published"][:10].replace("-", "/") + " " + row["published"][11:19]}
                child.stdin.write(((",\n" if number else "") + json.dumps(made, ensure_ascii=False)).encode())
        child.stdin.write(b"\n]\n")
        child.stdin.close()
        child.wait()
        self.note(load_s=time.monotonic() - begin, loaded_bytes=folder_bytes(self.folder))

    def is_loaded(self):
        """A database in which an index was begun and not ended is not to be trusted."""
        return self.is_built() or ("load_s" in self.built() and "is_indexing" not in self.built())

    def index(self):
        self.note(is_indexing=True)
        begin = time.monotonic()
        indexing = subprocess.Popen(["groonga", self.db], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        indexing.stdin.write(("table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer %s --normalizer NormalizerAuto\n"
                              "column_create Terms docs COLUMN_INDEX|WITH_POSITION|WITH_SECTION Docs title,text\n" % self.tokenizer).encode())
        indexing.stdin.close()
        indexing.wait()
        seconds = time.monotonic() - begin
        self.command("column_create Hosts docs COLUMN_INDEX Docs site", "table_create Times TABLE_PAT_KEY Time",
                     "column_create Times docs COLUMN_INDEX Docs published")
        size = folder_bytes(self.folder) - self.built()["loaded_bytes"]
        self.note(index_s=seconds, index_bytes=size)

    def index_bytes(self):
        return self.built()["index_bytes"]

    def open(self):
        self.child = Child(["groonga", self.db])

    def ask(self, row):
        words = " ".join('\\"%s\\"' % word for word in row["words"])
        command = 'select Docs --match_columns "title * 3 || text" --query "%s" --limit 10 --output_columns _key,title,_score --sort_keys -_score,-published --cache no' % words
        if "month" in row:
            first, after = row["month"].replace("-", "/") + "/01", month_end(row["month"]).replace("-", "/") + "/01"
            command += ' --filter \'between(published, "%s 00:00:00", "include", "%s 00:00:00", "exclude")\'' % (first, after)
        if row.get("facets"):
            command += (" --drilldowns[site].keys site --drilldowns[site].limit 20 --drilldowns[site].sort_keys -_nsubrecs"
                        " --drilldowns[day].keys day --drilldowns[day].limit -1")
        answer = json.loads(self.child.ask(command))
        if answer[0][0] != 0:
            raise RuntimeError("%s: %s" % (command, answer))
        return answer[1][0][0][0]

    def close(self):
        self.child.close()
