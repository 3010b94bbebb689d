"""Stage 4: two sealed sheets meet: records in and out, comparison, consensus, agenda.

Records are verified before they are parsed, stored as they came and merged by union.
"""
