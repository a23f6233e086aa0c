"""A new, empty store for a test: a file, or a schema of the server that tests/postgres.sh names."""
import glob, os, sqlite3, subprocess, time

SERVER = os.environ.get("TOCSIN_TEST_PG")


def empty_store(path):
    """Its address; path: of the file."""
    if SERVER:
        schema = "d%d_%d" % (os.getpid(), time.monotonic_ns())
        subprocess.run(["psql", "-Xq", "-c", "CREATE SCHEMA " + schema, SERVER], check=True)
        return SERVER + "&options=-csearch_path%3D" + schema
    for f in glob.glob(glob.escape(path) + "*"):
        os.unlink(f)
    return path


def query(address, sql):
    """The first column of its rows, as text."""
    if address.startswith("postgresql:"):
        return subprocess.run(["psql", "-XAtq", "-c", sql, address], check=True, stdout=subprocess.PIPE,
                              text=True).stdout.splitlines()
    with sqlite3.connect(address) as db:
        return [str(row[0]) for row in db.execute(sql)]
