"""Translates the SAM template to plain CloudFormation for one region, offline.

Usage: translate.py TEMPLATE REGION OUTPUT

The deployment service does this step with an account behind it. Here the only things it would look up are
managed policies, and the template has none: every role is written out.
"""

import json
import os
import sys

from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.parser.parser import Parser
from samtranslator.public.translator import Translator
from samtranslator.yaml_helper import yaml_parse


class Region:
    """The part of a boto session the translator asks: which region, hence which partition."""

    def __init__(self, name):
        self.region_name = name


def parameters(template):
    """The defaults; a parameter without one gets a text of the kind it describes."""
    declared = template.get("Parameters", {})
    return {name: declaration.get("Default", f"https://{name}.example") for name, declaration in declared.items()}


def localise_code(template):
    """Stands a bucket in for the code, which `sam build` and `sam package` put in one."""
    function = template["Globals"]["Function"]
    function["CodeUri"] = {"Bucket": "artifacts", "Key": "bootstrap.zip"}


def main(source, region, target):
    os.environ["AWS_DEFAULT_REGION"] = region
    with open(source, encoding="utf-8") as file:
        template = yaml_parse(file.read())
    localise_code(template)
    translator = Translator({}, Parser(), boto_session=Region(region))
    try:
        translated = translator.translate(template, parameters(template))
    except InvalidDocumentException as refusal:
        for cause in refusal.causes:
            print(f"{source}: {cause.message}", file=sys.stderr)
        return 1
    with open(target, "w", encoding="utf-8") as file:
        json.dump(translated, file, indent=1)
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
