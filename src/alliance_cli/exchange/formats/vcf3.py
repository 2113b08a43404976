"""Cards for telephones that refuse those of today: vCard 3.0 (RFC 2426)."""

from .vcf import FORMAT as NEWER
from .vcf import Version, cards

FORMAT = NEWER._replace(
    name="vcf3",
    place=9,
    pieces=cards(Version("3.0", "EMAIL;TYPE=INTERNET", needs_name=True)),
    endings=(),
    further_endings=(".vcf",),
)
