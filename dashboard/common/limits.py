"""What a server may spend on its visitors: the bounds that an operator sets, with what they cost.

Two more are Streamlit's own, in `.streamlit/config.toml`: `server.maxUploadSize`, of which a visitor's data take at
most twice as much, and `server.maxCacheDataSize`, 200 MB of runs and pictures, those of own data among them.

All of it together, a server at rest included (250 MB), comes to 900 MB at most, and for each visitor with own data to
twice the file. Such a file is read in a process with limits of its own (own_data/reading/apart.py), two at once.
"""

MANY_POINTS = 50_000  # data of this size count as many in what follows

LARGE_DATA_CACHED = 3  # drawn data of many points, shared by all visitors: 32 MB each at most (2,000,000 points in 2-D)
SMALL_DATA_CACHED = 40  # other drawn and classic data: 1 MB each at most
OWN_DATA_CACHED = 2  # own data of a visitor in the columns and units last used: up to 13 MB each, in that visit alone

# What takes long on many points. Each at work takes a processor, and 100 MB at most: 48 bytes a point in 2-D.
AT_WORK = 2  # at once; others wait for their turn, and their pages say so
UNFINISHED_POINTS = 2_000_000  # of work that visitors interrupted, kept so that it can go on: 100 MB in all

AWAY = 90  # seconds after which a visit whose page is closed is over; a connection that comes back sooner goes on
